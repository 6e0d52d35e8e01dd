namespace EventCatalog.Ingestion.Descriptors;

/// <summary>
/// Characters that end a line in YAML 1.1 but not in 1.2. The parser still takes them for line ends, so it gets to see
/// characters of a private area instead, and its scalars are turned back.
/// </summary>
internal static class YamlSubstitutes
{
    private const string LineEnds11 = "\r\u0085\u2028\u2029\uFEFF";
    private const string Substitutes = "\uF8D0\uF8D1\uF8D2\uF8D3\uF8D4";

    /// <summary>The text as the parser should see it; a text that uses the private characters itself is left as it is.</summary>
    /// <param name="text">Its lines end with a line feed.</param>
    public static string Hide(string text) =>
        text.AsSpan().IndexOfAny(LineEnds11) < 0 || text.AsSpan().IndexOfAny(Substitutes) >= 0 ? text : Exchange(text, LineEnds11, Substitutes);

    /// <summary>What the parser read, as it was in the file.</summary>
    public static string Restore(string text, bool hidden) => hidden ? Exchange(text, Substitutes, LineEnds11) : text;

    private static string Exchange(string text, string from, string to) => string.Create(text.Length, (text, from, to), static (output, input) =>
    {
        for (var index = 0; index < output.Length; index++)
        {
            var at = input.from.IndexOf(input.text[index], StringComparison.Ordinal);
            output[index] = at < 0 ? input.text[index] : input.to[at];
        }
    });
}
