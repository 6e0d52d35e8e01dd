using System.Diagnostics;
using Npgsql;

namespace EventCatalog.EventStore.Tests;

/// <summary>Several nodes on one database, in one process. Real processes: NodesTests in EndToEnd.Tests.</summary>
public sealed class LeasesTests : LogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly LeaseOptions Quick = new() { Validity = TimeSpan.FromSeconds(3), Look = TimeSpan.FromMilliseconds(200) };
    private static readonly string[] Six = ["a", "b", "c", "d", "e", "f"];

    [Fact]
    public async Task Three_nodes_share_evenly_and_what_one_gives_back_the_others_have_at_once()
    {
        await using var one = new Node(Db, "one", Six);
        await UntilAsync(() => one.Leases.Held.Count == 6);
        await using var two = new Node(Db, "two", Six);
        long takenByThree;
        await using (var three = new Node(Db, "three", Six))
        {
            await UntilAsync(() => one.Leases.Held.Count == 2 && two.Leases.Held.Count == 2 && three.Leases.Held.Count == 2);
            one.Leases.Held.Concat(two.Leases.Held).Concat(three.Leases.Held).Order(StringComparer.Ordinal).ShouldBe(Six);
            await UntilAsync(() => Six.All(name => one.Leases.NodeOf(name) is not null && one.Leases.NodeOf(name) == two.Leases.NodeOf(name)));

            var status = await new StoreOperations(Db, Log).StatusAsync(Ct);
            status.Nodes.Select(node => node.Node).ShouldBe(["one", "two", "three"], ignoreOrder: true);
            status.Leases.Select(lease => (lease.Name, lease.Node)).ShouldBe(Six.Select(name => (name, one.Leases.NodeOf(name))));
            takenByThree = three.Leases.Taken;
            (await ScalarAsync<bool>("select not exists (select from pg_stat_activity where datname = current_database() and state like 'idle in transaction%')")).ShouldBeTrue();
        }

        await UntilAsync(() => one.Leases.Held.Count == 3 && two.Leases.Held.Count == 3);
        (await ScalarAsync<long>("select count(*) from events.cat_nodes")).ShouldBe(2);
        (await ScalarAsync<long>("select sum(epoch)::bigint from events.cat_leases")).ShouldBe(one.Leases.Taken + two.Leases.Taken + takenByThree);
    }

    [Fact]
    public async Task The_work_of_a_killed_connection_is_taken_over_within_two_seconds_and_its_node_comes_back()
    {
        await using var one = new Node(Db, "one", Six);
        await UntilAsync(() => one.Leases.Held.Count == 6);
        await using var two = new Node(Db, "two", []);
        await UntilAsync(() => ScalarAsync<bool>("select count(*) = 2 from events.cat_live_nodes"));
        two.Want(Six);
        await UntilAsync(() => two.Leases.Held.Count == 3);

        var clock = Stopwatch.StartNew();
        await KillAsync("one");
        await UntilAsync(() => Six.All(name => two.Leases.NodeOf(name) is "two" or null) && two.Leases.Held.Count == 6);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));

        await UntilAsync(() => one.Leases.Held.Count == 3 && two.Leases.Held.Count == 3);
    }

    [Fact]
    public async Task A_frozen_node_is_replaced_when_its_time_is_over_and_learns_it_when_it_wakes()
    {
        var ice = new Freezable();
        await using var one = new Node(Db, "one", Six, ice);
        await UntilAsync(() => one.Leases.Held.Count == 6);

        ice.Freeze();
        await using var two = new Node(Db, "two", Six);
        await UntilAsync(() => two.Leases.Held.Count == 6);
        one.Leases.Held.Count.ShouldBe(6, "frozen, it cannot know");
        (await ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and application_name like 'eventcatalog leases %'")).ShouldBe(2, "its session lives on");

        ice.Thaw();
        await UntilAsync(() => one.Leases.Held.Count == 3 && two.Leases.Held.Count == 3);
    }

    [Fact]
    public async Task Work_runs_on_one_node_at_a_time_and_moves_when_its_node_stops()
    {
        var running = 0;
        var begun = new List<string>();
        await using var two = await MoveAsync();
        await UntilAsync(() => Volatile.Read(ref running) == 1 && begun.Count == 2);
        begun.ShouldBe(["one", "two"]);

        async Task<Node> MoveAsync()
        {
            await using var one = new Node(Db, "one", []);
            one.Do("crawling", ct => WorkAsync("one", ct));
            await UntilAsync(() => Volatile.Read(ref running) == 1);
            var next = new Node(Db, "two", []);
            next.Do("crawling", ct => WorkAsync("two", ct));
            return next;
        }

        async Task WorkAsync(string node, CancellationToken ct)
        {
            lock (begun)
                begun.Add(node);
            Interlocked.Increment(ref running);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        }
    }

    [Fact]
    public async Task A_proxy_that_pools_transactions_is_refused_in_a_sentence()
    {
        // Stands for the proxy: every statement is told of another process.
        await ExecuteAsync("""
            create schema proxy;
            create sequence proxy.sessions;
            create function proxy.pg_backend_pid() returns int language sql as 'select nextval(''proxy.sessions'')::int';
            """);
        await ExecuteAsync(FormattableString.Invariant($"alter database {new NpgsqlConnectionStringBuilder(Db.ConnectionString).Database} set search_path = proxy, pg_catalog, public"));
        await using var behind = NpgsqlDataSource.Create(Db.ConnectionString);

        (await Should.ThrowAsync<SharedSessionException>(() => new Leases(behind, Quick).RunAsync(Ct))).Message.ShouldContain("a proxy that pools transactions");
    }

    private async Task KillAsync(string node) => (await ScalarAsync<long>("""
        select count(pg_terminate_backend(a.pid)) from events.cat_nodes n
        join pg_stat_activity a on a.application_name = 'eventcatalog leases ' || replace(n.id::text, '-', '') where n.node = $1
        """, node)).ShouldBe(1);

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            clock.Elapsed.ShouldBeLessThan(Patience);
            await Task.Delay(10, Ct);
        }
    }

    /// <summary>A process, as far as the database can tell.</summary>
    private sealed class Node : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly List<Task> _running = [];
        private readonly Freezable _ice;

        public Node(NpgsqlDataSource database, string name, IEnumerable<string> wants, Freezable? on = null)
        {
            Leases = new Leases(database, Quick, name);
            _ice = on ?? new Freezable();
            _running.Add(_ice.Run(() => Leases.RunAsync(_stop.Token)));
            Want(wants);
        }

        public Leases Leases { get; }

        public void Want(IEnumerable<string> names)
        {
            foreach (var name in names)
                Do(name, ct => Task.Delay(Timeout.InfiniteTimeSpan, ct));
        }

        public void Do(string name, Func<CancellationToken, Task> work) => _running.Add(Leases.RunWhileHeldAsync(name, work, _stop.Token));

        public async ValueTask DisposeAsync()
        {
            _ice.Thaw();
            await _stop.CancelAsync();
            await Task.WhenAll(_running).ContinueWith(_ => { }, TaskScheduler.Default);
            _stop.Dispose();
        }
    }
}
