namespace EventCatalog.Ingestion.Sources;

/// <summary>One way of reading sources: folders, git repositories, addresses.</summary>
public interface ISourceReader
{
    /// <summary>Looks at the source as it is now. What the snapshot answers later is of this moment as far as the source allows.</summary>
    /// <param name="source">Which source; its target has no credentials in it.</param>
    /// <param name="ct">Stops waiting; nothing is left behind.</param>
    /// <exception cref="SourceUnreachableException">The source cannot be read at all; the message says why and holds no secret.</exception>
    Task<ISourceSnapshot> OpenAsync(SourceAddress source, CancellationToken ct);
}

/// <summary>A source as readers see it.</summary>
/// <param name="Id">Id of the source; names what a reader keeps between crawls.</param>
/// <param name="Target">The path or address, without credentials.</param>
/// <param name="Credentials">What stood before the @ of the address, where someone wrote it there; never stored, never shown.</param>
/// <param name="IsTrusted">Whether an operator wrote it, by configuration or on the command line; then its host may stand in a private network.</param>
public sealed record SourceAddress(string Id, string Target, string? Credentials = null, bool IsTrusted = false);

/// <summary>
/// The files of a source. Paths are relative to its root and use slashes; only the reader of addresses has whole addresses as paths.
/// No path leads out of the source.
/// </summary>
public interface ISourceSnapshot : IAsyncDisposable
{
    /// <summary>What tells this state from others, such as a commit; null when the source has no such thing.</summary>
    string? Revision { get; }

    /// <summary>Location reference of the source itself, the origin of all it holds.</summary>
    string Origin { get; }

    /// <summary>The files that hold descriptors by their name, in ordinal order, and the places that could not be looked into.</summary>
    /// <param name="pattern">Glob over file names, or over paths when it has a slash; null for <see cref="DescriptorNames.Default"/>.</param>
    Task<Listing> ListAsync(string? pattern, CancellationToken ct);

    /// <summary>The files a path glob of a Location target fits, in ordinal order.</summary>
    Task<IReadOnlyList<string>> MatchAsync(Glob glob, CancellationToken ct);

    /// <summary>Whether the file is there; of an address nobody asked for, it is believed.</summary>
    Task<bool> ExistsAsync(string path, CancellationToken ct);

    /// <summary>Announces what will be read, so that a remote store brings it in one go.</summary>
    Task PrepareAsync(IReadOnlyCollection<string> paths, CancellationToken ct);

    /// <summary>What changes whenever a listed file's bytes do, and is known without reading it; null where nothing is known so cheaply.</summary>
    string? StampOf(string path) => null;

    /// <summary>The bytes of a file; null when there is no such file.</summary>
    /// <exception cref="UnreadableFileException">It is there but refused: too large, a link out of the source, no permission.</exception>
    Task<byte[]?> ReadAsync(string path, CancellationToken ct);

    /// <summary>Who last changed each file, when and where, for those of which the source knows it.</summary>
    Task<IReadOnlyDictionary<string, Provenance>> ProvenanceAsync(IReadOnlyCollection<string> paths, CancellationToken ct);

    /// <summary>The path a target written in a file means.</summary>
    /// <exception cref="UnreadableFileException">It leads out of the source, or cannot be a path.</exception>
    string Resolve(string from, string target);

    string LocationOf(string path);

    /// <summary>The path of a location reference; null when it does not stand in this source.</summary>
    string? PathOf(string location);
}

/// <summary>What a look through a source found.</summary>
/// <param name="Paths">Files to read, in ordinal order.</param>
/// <param name="Refused">Files and folders that were passed over, and why; what they hold is unknown.</param>
public sealed record Listing(IReadOnlyList<string> Paths, IReadOnlyList<RefusedPath> Refused);

/// <param name="Path">File or folder inside the source.</param>
/// <param name="Rule">Kebab-case name of what forbids it.</param>
public sealed record RefusedPath(string Path, string Rule, string Message);

/// <summary>The last change of a file.</summary>
/// <param name="Path">The file as its repository names it.</param>
/// <param name="At">When the change became part of the branch, or the file was written.</param>
/// <param name="Repository">Address or path of the repository, without credentials; null outside of one.</param>
/// <param name="Author">The name of who wrote the change.</param>
/// <param name="Url">A page that shows the file at that commit, where the code host is known.</param>
public sealed record Provenance(string Path, DateTimeOffset At, string? Repository = null, string? Commit = null, string? Author = null, string? Url = null);

/// <summary>A source could not be read at all. The message is for the person who registered it.</summary>
public sealed class SourceUnreachableException(string message) : Exception(message);

/// <summary>One file of a source is refused; its neighbours are not concerned.</summary>
public sealed class UnreadableFileException(string rule, string message) : Exception(message)
{
    public string Rule { get; } = rule;
}
