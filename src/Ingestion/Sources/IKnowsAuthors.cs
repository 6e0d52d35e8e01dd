namespace EventCatalog.Ingestion.Sources;

/// <summary>A source that knows who wrote what it holds.</summary>
public interface IKnowsAuthors
{
    /// <summary>How many of the latest commits to each folder are by whom, by the address they signed with, in lower case.</summary>
    /// <param name="folder">Relative to the source; empty for all of it.</param>
    Task<IReadOnlyDictionary<string, int>> AuthorsAsync(string folder, CancellationToken ct);
}
