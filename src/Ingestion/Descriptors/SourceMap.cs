namespace EventCatalog.Ingestion.Descriptors;

/// <summary>Where in its file each value of a document stands.</summary>
public sealed class SourceMap
{
    // One text and one array: a catalog keeps tens of thousands of these between crawls and asks hardly any of them.
    private readonly string _pointers;
    private readonly (int End, int Line, int Column)[] _places;

    internal SourceMap(IReadOnlyCollection<KeyValuePair<string, (int Line, int Column)>> places)
    {
        var end = 0;
        _pointers = string.Concat(places.Select(place => place.Key));
        _places = [.. places.Select(place => (end += place.Key.Length, place.Value.Line, place.Value.Column))];
    }

    public static SourceMap Empty { get; } = new([]);

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
            if (PlaceOf(at) is { } place)
                return place;
            if (!at.Contains('/', StringComparison.Ordinal))
                return null;
        }
    }

    /// <summary>The map without what stands below the pointers: their values came from elsewhere.</summary>
    internal SourceMap Without(IReadOnlyCollection<string> pointers) =>
        pointers.Count == 0
            ? this
            : new SourceMap([.. Places().Where(place => !pointers.Any(pointer => place.Key.StartsWith(pointer + "/", StringComparison.Ordinal)))]);

    private (int Line, int Column)? PlaceOf(string pointer)
    {
        var start = 0;
        foreach (var (end, line, column) in _places)
        {
            if (_pointers.AsSpan(start, end - start).SequenceEqual(pointer))
                return (line, column);
            start = end;
        }

        return null;
    }

    private IEnumerable<KeyValuePair<string, (int Line, int Column)>> Places()
    {
        var start = 0;
        foreach (var (end, line, column) in _places)
        {
            yield return new(_pointers[start..end], (line, column));
            start = end;
        }
    }
}
