namespace EventCatalog.Api.Tests;

/// <summary>Files of the checkout the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A file of the folder <c>shared</c> beside the checkout; null where there is none.</summary>
    public static string? Shared(string file)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", file));
        return File.Exists(path) ? path : null;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EventCatalog.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No EventCatalog.sln above {AppContext.BaseDirectory}");
    }
}
