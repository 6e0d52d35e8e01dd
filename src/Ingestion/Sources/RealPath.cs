namespace EventCatalog.Ingestion.Sources;

/// <summary>Follows symbolic links step by step, because the question is not where a path ends but whether it ever leaves its root.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The path without links; the last steps need not exist.</summary>
    /// <exception cref="UnreadableFileException">The links go in circles.</exception>
    public static string Of(string absolute)
    {
        var waiting = new Stack<string>(absolute.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var real = new List<string>();
        var links = 0;
        while (waiting.TryPop(out var step))
        {
            if (step is ".")
                continue;
            if (step is "..")
            {
                if (real.Count > 0)
                    real.RemoveAt(real.Count - 1);
                continue;
            }

            var here = "/" + string.Join('/', real.Append(step));
            if (new FileInfo(here).LinkTarget is not { } link)
            {
                real.Add(step);
                continue;
            }

            if (++links > MaxLinks)
                throw new UnreadableFileException("link-cycle", $"\"{absolute}\" is a symbolic link that leads in circles");
            if (link.StartsWith('/'))
                real.Clear();
            foreach (var next in link.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                waiting.Push(next);
        }

        return "/" + string.Join('/', real);
    }
}
