using System.Globalization;
using System.Text.Json;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Memory;
using EventCatalog.ReadModels;
using Npgsql;

namespace EventCatalog.Faults.Tests;

/// <summary>What must hold when everybody is up again and nobody writes any more.</summary>
public sealed class Ending(NpgsqlDataSource database, EventLog log, IReadOnlyList<Node> nodes, HttpClient http, Diary diary)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly IReadOnlyList<IProjection> Projections = [new CrawlerMemoryProjection(), .. AllReadModels.Projections];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Every node shows what the folders say, and has read the whole log.</summary>
    public async Task LevelAsync(IReadOnlyDictionary<string, string> owners)
    {
        foreach (var node in nodes)
        {
            try
            {
                await Eventually.IsAsync($"{node.Name} to show what the sources say, level with the log", async () => await ShowsAsync(node, owners) && await IsLevelAsync(node), Patience);
            }
            catch (TimeoutException late)
            {
                using var health = await http.GetAsync(new Uri(node.Life.Url, "/health/ready"), Ct);
                throw new InvalidOperationException($"{late.Message} The log is at @{await log.MarkAsync(Ct)}. It says: {await health.Content.ReadAsStringAsync(Ct)}", late);
            }
        }
    }

    /// <summary>Nothing that was acknowledged is missing, nothing is there twice, and no answer about the past was other than the log says.</summary>
    public async Task<string> LogAsync(Journal journal, Reads reads)
    {
        var before = diary.Broken.Count;
        var (byId, byStream) = (new Dictionary<Guid, RecordedEvent>(), new Dictionary<string, List<long>>(StringComparer.Ordinal));
        long after = 0;
        for (var page = await log.ReadAsync(after, 5000, Ct); page.Count > 0; page = await log.ReadAsync(after, 5000, Ct))
        {
            foreach (var recorded in page)
            {
                if (!byId.TryAdd(recorded.Id, recorded)) diary.Break($"event {recorded.Id} is in the log twice, at @{recorded.Position} again");
                if (!byStream.TryGetValue(recorded.Stream, out var positions)) byStream[recorded.Stream] = positions = [];
                positions.Add(recorded.Position);
                if (recorded.StreamVersion != positions.Count) diary.Break($"{recorded.Stream} has version {recorded.StreamVersion} at @{recorded.Position} as its event {positions.Count}");
            }
            after = page[^1].Position;
        }

        foreach (var said in journal.All)
        {
            if (!byId.TryGetValue(said.Id, out var recorded)) diary.Break($"acknowledged and not in the log: @{said.Position}, {said.Stream} {said.Version}");
            else if ((recorded.Stream, recorded.StreamVersion, recorded.Position) != (said.Stream, said.Version, said.Position)) diary.Break($"acknowledged as @{said.Position}, {said.Stream} {said.Version}, and in the log as @{recorded.Position}, {recorded.Stream} {recorded.StreamVersion}");
        }
        var theirs = journal.All.Select(said => said.Stream).ToHashSet(StringComparer.Ordinal);
        var extra = theirs.Sum(stream => byStream.GetValueOrDefault(stream)?.Count ?? 0) - journal.All.Count;
        if (extra != 0) diary.Break($"the writers' streams hold {extra} events more than were acknowledged");

        foreach (var past in reads.Remembered)
        {
            var version = byStream.GetValueOrDefault(past.Stream)?.Count(position => position <= past.Position) ?? 0;
            if (version != past.Version) diary.Break($"{past.Node} said that {past.Stream} had version {past.Version} at @{past.Position}; it had {version}");
        }
        return $"{byId.Count} events in the log, up to @{after}; {journal.All.Count} acknowledged to the writers, {reads.Remembered.Count} answers about the past: {Verdict(before, "all there once and as said")}";
    }

    public async Task<string> ChainAsync(Anchors anchors)
    {
        var before = diary.Broken.Count;
        var chain = await log.VerifyAsync(ct: Ct);
        if (chain.FirstBreak is { } link) diary.Break($"the chain does not hold: {link}");
        var anchored = await anchors.VerifyAsync(Ct);
        if (anchored.FirstBreak is { } anchor) diary.Break($"an anchor does not hold: {anchor}");
        if (anchored.Checked == 0) diary.Break("no anchor was made in this run");
        return $"chain of {chain.Checked} events, {anchored.Checked} anchors: {Verdict(before, "all hold")}";
    }

    /// <summary>Each unit of work is done by one living node, and nobody else thinks he does it.</summary>
    public async Task<string> LeasesAsync()
    {
        IReadOnlyList<(string Name, string? Node, long Epoch)> leases = [];
        var processes = nodes.Select(node => node.Process).Order(StringComparer.Ordinal).ToList();
        await Eventually.IsAsync("every unit of work to be held by one living node", async () =>
        {
            leases = await WantedAsync();
            return leases.Count >= Projections.Count + 2 && leases.All(lease => lease.Node is not null && processes.Contains(lease.Node, StringComparer.Ordinal))
                && (await AliveAsync()).SequenceEqual(processes, StringComparer.Ordinal) && await HeldAsync() == leases.Count;
        }, Patience);
        return string.Create(CultureInfo.InvariantCulture,
            $"{leases.Count} units of work, each held by one of {processes.Count} nodes; they were taken {leases.Sum(lease => lease.Epoch)} times: {string.Join(", ", leases.Select(lease => $"{lease.Name} {lease.Epoch}"))}");
    }

    /// <summary>The nodes build each read model anew; the switch compares it with the one that lived through the run.</summary>
    public async Task<string> ReplayAsync()
    {
        var before = diary.Broken.Count;
        var (rebuilds, store) = (new Rebuilds(database), new StoreOperations(database, log));
        foreach (var projection in Projections)
        {
            if ((await store.StatusAsync(Ct)).Projections.Any(each => each.Name == $"{projection.Name}+beside")) await rebuilds.DiscardAsync(projection, Ct);
            await rebuilds.AskAsync(projection.Name, "faults", "to see whether it is the same", Ct);
            await Eventually.IsAsync($"{projection.Name} to be built anew", async () =>
                (await store.StatusAsync(Ct)).Projections.FirstOrDefault(each => each.Name == $"{projection.Name}+beside") is { Rebuild.State: "ready", Lag: 0 }, TimeSpan.FromMinutes(5));
            var report = await new Switch(database, log, Projections).RunAsync(new SwitchOrder(projection.Name, "faults"), Ct);
            if (!report.Switched || report.Differences.Count > 0 || report.NotCompared is not null)
                diary.Break($"{projection.Name} differs from its replay: {report.NotCompared}{string.Join("; ", report.Differences)}");
        }
        return $"{string.Join(", ", Projections.Select(projection => projection.Name))}: {Verdict(before, "each equals its replay")}";
    }

    private string Verdict(int before, string good) => diary.Broken.Count == before ? good : "BROKEN, see above";

    private async Task<bool> ShowsAsync(Node node, IReadOnlyDictionary<string, string> owners)
    {
        foreach (var (entity, owner) in owners)
        {
            using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri(node.Life.Url, $"/graphql?query={{entity(ref:\"{entity}\"){{ownerRef}}}}"), Ct));
            var found = answer.RootElement.GetProperty("data").GetProperty("entity");
            if (found.ValueKind is JsonValueKind.Null || found.GetProperty("ownerRef").GetString() != owner) return false;
        }
        return true;
    }

    private async Task<bool> IsLevelAsync(Node node)
    {
        using var answer = await http.GetAsync(new Uri(node.Life.Url, "/graphql?query={position}"), Ct);
        return answer.Headers.GetValues("X-Position").Single() == (await log.MarkAsync(Ct)).ToString(CultureInfo.InvariantCulture);
    }

    private async Task<int> HeldAsync()
    {
        var held = 0;
        foreach (var node in nodes)
        {
            var metrics = await http.GetStringAsync(new Uri(node.Life.Url, "/metrics"), Ct);
            held += int.Parse(metrics.Split('\n').Single(line => line.StartsWith("eventcatalog_leases_held ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
        }
        return held;
    }

    private async Task<IReadOnlyList<string>> AliveAsync()
    {
        await using var command = database.CreateCommand("select node from events.cat_live_nodes order by node collate \"C\"");
        await using var rows = await command.ExecuteReaderAsync(Ct);
        var alive = new List<string>();
        while (await rows.ReadAsync(Ct))
            alive.Add(rows.GetString(0));
        return alive;
    }

    /// <summary>What any living node wants done, and which living node does it.</summary>
    private async Task<IReadOnlyList<(string Name, string? Node, long Epoch)>> WantedAsync()
    {
        await using var command = database.CreateCommand("""
            select w.name, n.node, coalesce(l.epoch, 0) from (select distinct unnest(wants) as name from events.cat_live_nodes) w
            left join events.cat_leases l on l.name = w.name left join events.cat_live_nodes n on n.id = l.owner order by 1
            """);
        await using var rows = await command.ExecuteReaderAsync(Ct);
        var wanted = new List<(string, string?, long)>();
        while (await rows.ReadAsync(Ct))
            wanted.Add((rows.GetString(0), await rows.IsDBNullAsync(1, Ct) ? null : rows.GetString(1), rows.GetInt64(2)));
        return wanted;
    }
}
