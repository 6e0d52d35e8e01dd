namespace EventCatalog.Ingestion.Sources;

/// <summary>Which files of a folder or repository are descriptors by their name.</summary>
public static class DescriptorNames
{
    public const string Default = "catalog-info.{yaml,yml}";

    /// <summary>Folders that are never searched.</summary>
    public static bool IsSkippedFolder(ReadOnlySpan<char> name) => name is ".git" or "node_modules";

    /// <summary>A pattern without a slash is held against the file's name at any depth; one with a slash against the whole path.</summary>
    public static Func<string, bool> Matcher(string? pattern)
    {
        var glob = new Glob(pattern ?? Default, hiddenToo: true);
        return (pattern ?? Default).Contains('/', StringComparison.Ordinal)
            ? glob.IsMatch
            : path => glob.IsMatch(path[(path.LastIndexOf('/') + 1)..]);
    }
}
