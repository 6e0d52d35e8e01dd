namespace EventCatalog.Faults.Tests;

/// <summary>Carries the schedule out. At every moment at least one node is up.</summary>
public sealed class Chaos(IReadOnlyList<Node> nodes, Database database, Operator store, Diary diary)
{
    private readonly SortedDictionary<string, int> done = new(StringComparer.Ordinal);
    private readonly List<Outage> outages = [];
    private bool rebuilt;

    public async Task RunAsync(TimeSpan length)
    {
        var end = diary.Now + length;
        await Task.WhenAll(
            FaultsAsync(end),
            AtAsync(diary.Now + (length * Schedule.DatabaseStopped), () => TakeDownAsync("INT", "stopped fast")),
            AtAsync(diary.Now + (length * Schedule.Rebuild), RebuildAsync),
            AtAsync(diary.Now + (length * Schedule.DatabaseKilled), () => TakeDownAsync("KILL", "killed")));
    }

    public IEnumerable<string> Summary()
    {
        yield return $"faults: {string.Join(", ", done.Select(each => $"{each.Key} {each.Value}"))}; entities/4 {(rebuilt ? "rebuilt and switched meanwhile" : "NOT rebuilt")}";
        yield return $"database away: {string.Join(", ", outages.Select(outage => FormattableString.Invariant($"{(outage.To!.Value - outage.From).TotalSeconds:F1} s")))}";
    }

    private async Task FaultsAsync(TimeSpan end)
    {
        var underWay = new List<Task>();
        foreach (var planned in Schedule.Faults())
        {
            if (diary.Now > end || diary.Broken.Count > 20) break;
            await Eventually.IsAsync("two nodes that are up", () => Task.FromResult(Up().Count >= 2), TimeSpan.FromMinutes(3));
            var node = Up()[planned.Choice % Up().Count];
            done[planned.Fault.ToString().ToLowerInvariant()] = done.GetValueOrDefault(planned.Fault.ToString().ToLowerInvariant()) + 1;
            var doing = DoAsync(planned, node);
            underWay.Add(doing);
            if (planned.Fault is not Fault.Freeze) await doing;
            await Task.Delay(planned.Then);
        }
        await Task.WhenAll(underWay);
    }

    private List<Node> Up() => [.. nodes.Where(node => node.Condition.State is NodeState.Up)];

    private async Task DoAsync(Planned planned, Node node)
    {
        switch (planned.Fault)
        {
            case Fault.Kill:
                diary.Note(FormattableString.Invariant($"kill -9 {node.Name}, started again after {planned.Away.TotalSeconds:F1} s"));
                await node.KillAsync();
                await Task.Delay(planned.Away);
                await node.StartAsync("kill");
                diary.Note($"{node.Name} is up again");
                break;
            case Fault.Freeze:
                diary.Note(FormattableString.Invariant($"{node.Name} frozen for {planned.Away.TotalSeconds:F1} s"));
                await node.FreezeAsync();
                await Task.Delay(planned.Away);
                await node.ThawAsync();
                diary.Note($"{node.Name} goes on");
                break;
            default:
                diary.Note($"orderly restart of {node.Name}");
                await node.StopAsync();
                await node.StartAsync("restart");
                diary.Note($"{node.Name} is up again");
                break;
        }
    }

    private async Task AtAsync(TimeSpan at, Func<Task> act)
    {
        await Task.Delay(at > diary.Now ? at - diary.Now : TimeSpan.Zero);
        await act();
    }

    private async Task TakeDownAsync(string signal, string how)
    {
        diary.Note($"the database is {how}");
        outages.Add(await database.TakeDownAsync(signal, diary));
        diary.Note("the database answers again");
    }

    private async Task RebuildAsync() => rebuilt = await store.RebuildAsync("entities/4");
}
