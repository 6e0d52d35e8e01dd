using System.Security.Cryptography;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>
/// Brings the state of a source up to date with as few calls as the host allows: after a webhook one for each repository it named, else
/// the pages of the last changed repositories until one shows nothing new, once a day all of them.
/// </summary>
internal sealed class HostListing(ICodeHost host, HostState state, HostFolder folder, bool withPeople, CrawlOptions options, TimeProvider clock)
{
    private const int MostRepositories = 200_000;
    private static readonly TimeSpan Young = TimeSpan.FromHours(2);

    public async Task RefreshAsync(HostChange change, CancellationToken ct)
    {
        var isDue = clock.GetUtcNow() - state.ListedAt >= options.HostListingInterval;
        if (isDue || change.Everything)
        {
            await ListAsync(ct);
        }
        else
        {
            await FindAsync(change.Repositories, ct);
            if (change.Look || change.IsNone)
                await LookAsync(ct);
        }

        if (withPeople && (isDue || change.People))
            await PeopleAsync(ct);
        else if (!withPeople)
            (state.People, state.PeopleRefused) = (null, null);
    }

    private async Task ListAsync(CancellationToken ct)
    {
        var started = clock.GetUtcNow();
        var listed = new Dictionary<string, HostRepository>(StringComparer.Ordinal);
        int? total = null;
        await foreach (var page in host.ListAsync(ct))
        {
            total = page.Total;
            var before = listed.Count;
            foreach (var repository in page.Repositories)
                listed[repository.Id] = await ExactAsync(repository, ct);
            // Repositories move between pages while they are listed, but a page that shows none anew goes round in circles.
            if (listed.Count == before || listed.Count > MostRepositories)
                break;
        }

        // One that was pushed to meanwhile stands on a page that was read before: only the host can say that it is gone.
        foreach (var missing in state.Repositories.Values.Where(repository => !listed.ContainsKey(repository.Id)).ToArray())
        {
            if (await host.FindAsync(missing.Name, ct) is { } found && Same(found.Id, missing.Id))
                listed[found.Id] = found;
            else
                Forget(missing.Id);
        }

        foreach (var repository in listed.Values)
            state.Repositories[repository.Id] = repository;
        folder.Prune([.. state.Files.Values.SelectMany(files => files.Contents.Values).OfType<string>(), state.People ?? ""]);
        (state.ListedAt, state.Total) = (started, total);
    }

    private async Task LookAsync(CancellationToken ct)
    {
        int? expected = state.Total;
        // Kept when all is seen: a look that breaks off must find the same news the next time.
        var seen = new List<HostRepository>();
        await foreach (var page in host.ListAsync(ct))
        {
            var isNews = false;
            foreach (var listed in page.Repositories)
            {
                var known = state.Repositories.GetValueOrDefault(listed.Id);
                if (known is not null && IsAsKnown(known, listed) && !IsYoung(listed))
                    continue;
                var exact = await ExactAsync(listed, ct);
                isNews |= known is null || !IsAsKnown(known, exact) || !Same(known.Revision, exact.Revision);
                expected += known is null ? 1 : 0;
                seen.Add(exact);
            }

            if (page.Total != expected)
            {
                // One is gone, or came without a push: only all of them show which.
                await ListAsync(ct);
                return;
            }

            if (!isNews)
                break;
        }

        foreach (var repository in seen)
            state.Repositories[repository.Id] = repository;
        state.Total = expected;
    }

    private async Task FindAsync(IReadOnlyCollection<string> names, CancellationToken ct)
    {
        foreach (var name in names)
        {
            var known = state.Repositories.Values.FirstOrDefault(repository => repository.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            var found = await host.FindAsync(name, ct);
            if (found is not null)
            {
                // Under another name it may be known already: its id says that it is the same.
                state.Total += state.Repositories.ContainsKey(found.Id) ? 0 : 1;
                state.Repositories[found.Id] = found;
            }

            if (known is not null && !Same(known.Id, found?.Id))
            {
                state.Total -= 1;
                Forget(known.Id);
            }
        }
    }

    private async Task PeopleAsync(CancellationToken ct)
    {
        try
        {
            var content = await host.PeopleAsync(ct) is { } people ? PeopleDescriptors.Write(people) : null;
            state.People = content is null ? null : $"people {Convert.ToHexStringLower(SHA256.HashData(content))}";
            if (content is not null)
                folder.Keep(state.People!, content);
            state.PeopleRefused = null;
        }
        catch (SourceUnreachableException e)
        {
            // Descriptors are read all the same; the people stay as they last were.
            state.PeopleRefused = $"{e.Message.TrimEnd('.')}. Or set Catalog:Hosts:…:People to false";
        }
    }

    private async Task<HostRepository> ExactAsync(HostRepository listed, CancellationToken ct) =>
        IsYoung(listed) ? await host.FindAsync(listed.Name, ct) ?? listed : listed;

    private bool IsYoung(HostRepository repository) => repository.IsVague && clock.GetUtcNow() - repository.ChangedAt < Young;

    private static bool IsAsKnown(HostRepository known, HostRepository listed) =>
        known.ChangedAt == listed.ChangedAt && (listed.IsVague || Same(known.Revision, listed.Revision)) && Same(known.Name, listed.Name) && Same(known.Branch, listed.Branch)
        && known.IsArchived == listed.IsArchived && known.IsFork == listed.IsFork;

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);

    private void Forget(string id)
    {
        state.Repositories.TryRemove(id, out _);
        state.Files.TryRemove(id, out _);
    }
}
