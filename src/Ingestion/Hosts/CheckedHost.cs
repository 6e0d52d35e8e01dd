using System.Runtime.CompilerServices;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>A host whose answers have not the shape that its API promises cannot be read: that is its source's problem and no fault of ours.</summary>
internal sealed class CheckedHost(ICodeHost host, HostApi api) : ICodeHost
{
    public string FilePages => host.FilePages;

    public string PeoplePage => host.PeoplePage;

    public int FilesACall => host.FilesACall;

    public async IAsyncEnumerable<RepositoryPage> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await using var pages = host.ListAsync(ct).GetAsyncEnumerator(ct);
        while (await CheckAsync(async () => await pages.MoveNextAsync()))
            yield return pages.Current;
    }

    public Task<HostRepository?> FindAsync(string name, CancellationToken ct) => CheckAsync(() => host.FindAsync(name, ct));

    public Task<IReadOnlyList<HostFile>> FilesAsync(HostRepository repository, CancellationToken ct) => CheckAsync(() => host.FilesAsync(repository, ct));

    public Task<IReadOnlyList<HostFile>> RootFilesAsync(HostRepository repository, CancellationToken ct) => CheckAsync(() => host.RootFilesAsync(repository, ct));

    public Task ReadAsync(IReadOnlyCollection<(HostRepository Repository, HostFile File)> wanted, Action<HostFile, byte[]> keep, CancellationToken ct) => CheckAsync(async () =>
    {
        await host.ReadAsync(wanted, keep, ct);
        return true;
    });

    public Task<Provenance?> LastChangeAsync(HostRepository repository, string path, CancellationToken ct) => CheckAsync(() => host.LastChangeAsync(repository, path, ct));

    public Task<People?> PeopleAsync(CancellationToken ct) => CheckAsync(() => host.PeopleAsync(ct));

    private async Task<T> CheckAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw api.Garbage();
        }
    }
}
