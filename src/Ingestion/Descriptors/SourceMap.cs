namespace EventCatalog.Ingestion.Descriptors;

/// <summary>Where in its file each value of a document stands.</summary>
public sealed record SourceMap
{
    private readonly Dictionary<string, (int Line, int Column)> _places;

    internal SourceMap(Dictionary<string, (int Line, int Column)> places) => _places = places;

    public static SourceMap Empty { get; } = new(new Dictionary<string, (int Line, int Column)>(StringComparer.Ordinal));

    /// <summary>
    /// The place of a value: of a scalar itself, of the key of a map or list. A value that is not there has the place of
    /// the nearest value around it that is.
    /// </summary>
    /// <param name="pointer">JSON pointer (RFC 6901); empty for the document.</param>
    /// <returns>Line and column, both from 1; null when the document was not read from text.</returns>
    public (int Line, int Column)? Find(string pointer)
    {
        for (var at = pointer; ; at = at[..at.LastIndexOf('/')])
        {
            if (_places.TryGetValue(at, out var place))
                return place;
            if (!at.Contains('/', StringComparison.Ordinal))
                return null;
        }
    }

    /// <summary>The map without what stands below the pointers: their values came from elsewhere.</summary>
    internal SourceMap Without(IReadOnlyCollection<string> pointers) =>
        pointers.Count == 0
            ? this
            : new SourceMap(new Dictionary<string, (int Line, int Column)>(_places.Where(place => !pointers.Any(pointer => place.Key.StartsWith(pointer + "/", StringComparison.Ordinal))), StringComparer.Ordinal));
}
