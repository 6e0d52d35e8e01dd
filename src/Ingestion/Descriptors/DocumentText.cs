namespace EventCatalog.Ingestion.Descriptors;

/// <summary>The text of one document of a stream.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Line">Line of the file its text starts at, from 1.</param>
/// <param name="Text">From its <c>---</c> line, or its first line, to before the next document; lines end with a line feed.</param>
/// <param name="Version11">Whether <c>%YAML 1.1</c> holds for it.</param>
/// <param name="DirectiveFault">What is wrong with the directives before it.</param>
internal sealed record DocumentText(int Number, int Line, string Text, bool Version11, string? DirectiveFault)
{
    /// <summary>
    /// Cuts a stream into documents at every line that starts with <c>---</c> or <c>...</c>, wherever it stands: what is broken
    /// before such a line cannot harm what follows.
    /// </summary>
    public static IEnumerable<DocumentText> In(string stream)
    {
        var (number, version11, directives) = (0, false, new List<string>());
        (int Line, List<string> Lines)? open = null;
        var lines = stream.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            // Alone, without a line feed, it is a character like any other.
            var line = lines[index].EndsWith('\r') && index < lines.Length - 1 ? lines[index][..^1] : lines[index];
            if (IsMarker(line, "---"))
            {
                if (open is { } before)
                    yield return Close(before);
                open = (index + 1, [line]);
            }
            else if (IsMarker(line, "..."))
            {
                if (open is { } before)
                {
                    // What stands behind the marker belongs to the document it ends, as npm `yaml` reports it.
                    before.Lines.Add(line);
                    yield return Close(before);
                }

                open = null;
            }
            else if (open is { } current)
            {
                current.Lines.Add(line);
            }
            else if (line.StartsWith('%'))
            {
                directives.Add(line);
            }
            else if (line.AsSpan().Trim(" \t") is not [] and not ['#', ..])
            {
                open = (index + 1, [line]);
            }
        }

        if (open is { } last)
            yield return Close(last);

        DocumentText Close((int Line, List<string> Lines) ended)
        {
            var fault = DirectiveFaultIn(directives, ended.Lines[0]);
            if (directives.Count > 0)
                version11 = directives.Any(line => line.StartsWith("%YAML", StringComparison.Ordinal) && line[5..].Trim().StartsWith("1.1", StringComparison.Ordinal));
            // Tag handles are the parser's business; it must not see versions.
            var handles = directives.Where(line => line.StartsWith("%TAG", StringComparison.Ordinal)).ToArray();
            directives.Clear();
            var text = string.Join('\n', [.. handles, .. ended.Lines, ""]);
            return new DocumentText(++number, ended.Line - handles.Length, text, version11, fault);
        }
    }

    private static bool IsMarker(string line, string marker) =>
        line.StartsWith(marker, StringComparison.Ordinal) && (line.Length == 3 || line[3] is ' ' or '\t');

    private static string? DirectiveFaultIn(List<string> directives, string firstLine)
    {
        foreach (var line in directives)
        {
            var parts = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (parts[0] is "%YAML" && parts.Length != 2)
                return "%YAML directive should contain exactly one part";
            if (parts[0] is "%YAML" && !Version.TryParse(parts[1], out _))
                return $"Unsupported YAML version {parts[1]}";
            if (parts[0] is "%TAG" && parts.Length != 3)
                return "%TAG directive should contain exactly two parts";
        }

        return directives.Count > 0 && !IsMarker(firstLine, "---") ? "Missing directives-end/doc-start indicator line" : null;
    }
}
