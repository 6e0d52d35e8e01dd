namespace EventCatalog.Ingestion.Formats;

internal static class Texts
{
    /// <summary>As much of a text as is kept, never half of a character.</summary>
    public static string Clip(this string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
