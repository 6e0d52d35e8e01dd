namespace EventCatalog.Ingestion.Sources;

/// <summary>Paths inside a source: relative to its root, slashes, no dots.</summary>
internal static class SourcePaths
{
    /// <summary>The path that <paramref name="target"/> means when it is written in the file <paramref name="from"/>; a leading slash is the root.</summary>
    /// <exception cref="UnreadableFileException">It climbs out of the root, names a folder, or cannot be a path.</exception>
    public static string Resolve(string from, string target)
    {
        if (target.Contains('\0', StringComparison.Ordinal) || target.Contains('\n', StringComparison.Ordinal))
            throw new UnreadableFileException("bad-target", "The target has a line break or a null character in it");
        if (target.EndsWith('/') || target.EndsWith('\\'))
            throw new UnreadableFileException("bad-target", $"The target \"{target}\" is a folder; expected a file");

        var steps = new List<string>();
        if (!target.StartsWith('/'))
            steps.AddRange(from.Split('/').SkipLast(1));
        foreach (var step in target.Split('/'))
        {
            switch (step)
            {
                case "" or ".":
                    break;
                case ".." when steps.Count == 0:
                    throw Outside(target);
                case "..":
                    steps.RemoveAt(steps.Count - 1);
                    break;
                default:
                    steps.Add(step);
                    break;
            }
        }

        return steps.Count == 0
            ? throw new UnreadableFileException("bad-target", $"The target \"{target}\" is a folder; expected a file")
            : string.Join('/', steps);
    }

    /// <summary>The part of an absolute path below the root; null when it is not below.</summary>
    public static string? Below(string root, string absolute)
    {
        var prefix = root.EndsWith('/') ? root : root + "/";
        return absolute.StartsWith(prefix, StringComparison.Ordinal) && absolute.Length > prefix.Length ? absolute[prefix.Length..] : null;
    }

    public static UnreadableFileException Outside(string target) =>
        new("outside-source", $"The target \"{target}\" leads out of the source; only files below its root folder are read");
}
