namespace EventCatalog.ReadModels;

internal static class Sdl
{
    /// <summary>The text of a slice's <c>.graphql</c> file, embedded beside its code.</summary>
    public static string Of(string slice)
    {
        using var stream = typeof(Sdl).Assembly.GetManifestResourceStream($"{slice}.graphql")
            ?? throw new InvalidOperationException($"No embedded schema slice {slice}.graphql");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
