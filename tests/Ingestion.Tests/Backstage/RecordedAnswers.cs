using System.IO.Compression;
using System.Text.Json;

namespace EventCatalog.Ingestion.Tests.Backstage;

/// <summary>What Backstage's published packages answered, kept in the repository so that comparing needs no Node.</summary>
internal static class RecordedAnswers
{
    private const string FileName = "answers.json.gz";

    private static readonly JsonSerializerOptions Shape = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static string Folder => Path.Combine(Checkout, "tests", "Ingestion.Tests", "Backstage");

    /// <summary>The real descriptors beside this checkout, by path; none where they are not there.</summary>
    public static IReadOnlyDictionary<string, string> CorpusFiles()
    {
        var corpus = Path.GetFullPath(Path.Combine(Checkout, "..", "shared", "corpus"));
        return !Directory.Exists(corpus)
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : new[] { "descriptors", "backstage-examples", "backstage-examples-2021-06", "backstage-examples-2020" }
                .Select(folder => Path.Combine(corpus, folder))
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".njk" or ".json")
                .ToDictionary(file => Path.GetRelativePath(corpus, file), file => file, StringComparer.Ordinal);
    }

    public static IReadOnlyList<FileAnswers> Read()
    {
        using var file = File.OpenRead(Path.Combine(Folder, FileName));
        using var text = new GZipStream(file, CompressionMode.Decompress);
        return JsonSerializer.Deserialize<List<FileAnswers>>(text, Shape)!;
    }

    public static void Write(IReadOnlyList<FileAnswers> answers)
    {
        using var file = File.Create(Path.Combine(Folder, FileName));
        using var text = new GZipStream(file, CompressionLevel.SmallestSize);
        JsonSerializer.Serialize(text, answers, Shape);
    }

    private static string Checkout
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "EventCatalog.sln")))
                    return folder.FullName;
            }

            throw new DirectoryNotFoundException("These tests run inside the checkout");
        }
    }
}
