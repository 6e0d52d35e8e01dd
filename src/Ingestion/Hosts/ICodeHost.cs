using System.Text.Json.Serialization;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>
/// What a code host is asked, as few verbs. Each throws <see cref="SourceUnreachableException"/> when the host does not answer well, with a
/// sentence that says what to do.
/// </summary>
internal interface ICodeHost
{
    /// <summary>The repositories of the owner in pages, last changed first.</summary>
    IAsyncEnumerable<RepositoryPage> ListAsync(CancellationToken ct);

    /// <summary>One repository by its path below the owner; null when there is none.</summary>
    Task<HostRepository?> FindAsync(string name, CancellationToken ct);

    /// <summary>Every file of a repository at its revision.</summary>
    /// <exception cref="UnreadableFileException">This repository cannot be listed; others are not concerned.</exception>
    Task<IReadOnlyList<HostFile>> FilesAsync(HostRepository repository, CancellationToken ct);

    /// <summary>The files in the root folder of a repository.</summary>
    /// <exception cref="UnreadableFileException">As <see cref="FilesAsync"/>.</exception>
    Task<IReadOnlyList<HostFile>> RootFilesAsync(HostRepository repository, CancellationToken ct);

    /// <summary>How many files a call can bring.</summary>
    int FilesACall => 1;

    /// <summary>The bytes of that many files at most. What is left out is asked for alone.</summary>
    /// <exception cref="UnreadableFileException">A file is refused.</exception>
    Task ReadAsync(IReadOnlyCollection<(HostRepository Repository, HostFile File)> wanted, Action<HostFile, byte[]> keep, CancellationToken ct);

    /// <summary>Who last changed a file; null where the host does not know.</summary>
    Task<Provenance?> LastChangeAsync(HostRepository repository, string path, CancellationToken ct);

    /// <summary>Teams and members; null where the owner has none, such as a person.</summary>
    Task<People?> PeopleAsync(CancellationToken ct);

    /// <summary>What stands between the address of a repository and the branch in the page of a file, such as <c>/blob/</c>.</summary>
    string FilePages { get; }

    /// <summary>The page that lists the people.</summary>
    string PeoplePage { get; }
}

/// <param name="Total">How many repositories the owner has; null where the host does not say.</param>
internal sealed record RepositoryPage(IReadOnlyList<HostRepository> Repositories, int? Total);

/// <summary>A repository as its host describes it.</summary>
/// <param name="Id">What the host calls it for ever, whatever its name becomes.</param>
/// <param name="Name">Its path below the owner.</param>
/// <param name="Page">Its address.</param>
/// <param name="Branch">The branch that is read.</param>
/// <param name="Revision">What changes with every change of its files; empty for a repository without that branch.</param>
/// <param name="IsVague">The revision is a time that the host may round: while it is young, only <see cref="ICodeHost.FindAsync"/> tells the exact one.</param>
internal sealed record HostRepository(
    string Id, string Name, string Page, string Branch, string Revision, DateTimeOffset ChangedAt, bool IsArchived, bool IsFork, bool IsVague = false)
{
    /// <summary>The files of its root folder, where the host told them along; not kept.</summary>
    [JsonIgnore]
    public IReadOnlyList<HostFile>? Root { get; init; }
}

/// <param name="Content">Names these bytes: the same name is never read twice.</param>
internal sealed record HostFile(string Path, string Content);
