using System.Reflection;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>Folders of the checkout this test was built from.</summary>
public static class Checkout
{
    public static string Ui => Folder("UiFolder");

    public static string Samples => Folder("SamplesFolder");

    public static string Browser => Folder("BrowserFolder");

    public static string Clients => Folder("ClientsFolder");

    /// <summary>The descriptors of other people beside the checkout (<c>../shared/corpus</c>); null where they are not there.</summary>
    public static string? Corpus { get; } = FindCorpus();

    private static string Folder(string name) =>
        typeof(Checkout).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => string.Equals(each.Key, name, StringComparison.Ordinal)).Value!;

    private static string? FindCorpus()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var corpus = Path.Combine(folder.FullName, "shared", "corpus");
            if (File.Exists(Path.Combine(corpus, "backstage-answers.json"))) return corpus;
        }

        return null;
    }
}
