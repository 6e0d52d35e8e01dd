using System.Text;
using System.Text.Json;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Backstage;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;
using Npgsql;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests.Backstage;

/// <summary>
/// Logs in which entities come, speak of each other, lose their names, take names that others gave up, go and return: however the log is read, the rows
/// are the same, and they say what the other read models say.
/// </summary>
public sealed class RestFoldTests
{
    private static readonly string[] Tables = ["entity", "former_name", "edge", "problem"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Followed_in_any_pages_or_built_at_once_the_rows_are_the_same(int seed)
    {
        await using var catalog = await LivedInAsync(seed);
        (await CountAsync(catalog, $"select count(*) from {RestProjection.Schema}.former_name")).ShouldBeGreaterThan(0, "names that lead elsewhere");
        (await CountAsync(catalog, $"select count(*) from {RestProjection.Schema}.entity where identity like '%~%'")).ShouldBeGreaterThan(0, "names used again");

        await ReadAsync(catalog, "built", async (projection, connection) =>
        {
            var build = projection.BeginBuild();
            await PagesAsync(catalog, 13, page => build.Add(page)(connection, Ct));
            await build.Complete()(connection, Ct);
        });
        foreach (var size in (int[])[1, 7, 1000])
            await ReadAsync(catalog, $"by{size}", (projection, connection) => PagesAsync(catalog, size, page => projection.ApplyAsync(page, connection, Ct)));

        foreach (var schema in (string[])["by1", "by7", "by1000", RestProjection.Schema])
        {
            foreach (var table in Tables)
            {
                (await CountAsync(catalog, $"select count(*) from {schema}.{table}")).ShouldBe(await CountAsync(catalog, $"select count(*) from built.{table}"), $"{schema}.{table}");
                (await CountAsync(catalog, $"select count(*) from (select t::text from {schema}.{table} t except all select t::text from built.{table} t) d")).ShouldBe(0, $"{schema}.{table}");
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_texts_say_what_GraphQL_says_and_what_the_intervals_say_of_the_same_instant(int seed)
    {
        await using var catalog = await LivedInAsync(seed);
        var (rest, at) = (catalog.Query<RestQueries>(), new AsOf.AtPosition(catalog.Position));
        var live = await LiveAsync(catalog, AsOf.Present);
        var relations = await catalog.Query<RelationQueries>().OfAsync([.. live.Select(version => version.Ref)], AsOf.Present, Ct);
        var then = await rest.FindAsync([.. live.Select(version => version.Ref)], null, at, Ct);
        var listed = await rest.ListAsync(null, [], null, 0, AsOf.Present, Ct).ToListAsync(Ct);

        listed.Count.ShouldBe(live.Count);
        foreach (var (version, text) in live.Zip(listed))
        {
            var entity = JsonElement.Parse(text);
            entity.GetProperty("metadata").GetProperty("uid").GetGuid().ShouldBe(EntityText.UidOf(version.Id), version.Ref);
            entity.GetProperty("relations").EnumerateArray().Select(relation => $"{relation.GetProperty("type")} {relation.GetProperty("targetRef")}").Order(StringComparer.Ordinal)
                .ShouldBe(relations.GetValueOrDefault(version.Ref, []).Select(relation => $"{relation.Type} {relation.TargetRef}").Order(StringComparer.Ordinal), version.Ref);
            Encoding.UTF8.GetString(then[version.Ref]).ShouldBe(Encoding.UTF8.GetString(text));
        }

        foreach (var position in Enumerable.Range(1, 6).Select(part => catalog.Position * part / 6))
        {
            foreach (var version in await LiveAsync(catalog, new AsOf.AtPosition(position)))
            {
                var found = (await rest.FindByUidAsync(EntityText.UidOf(version.Id), new AsOf.AtPosition(position), Ct)).ShouldNotBeNull($"{version.Ref} @{position}");
                JsonElement.Parse(found).GetProperty("metadata").GetProperty("name").GetString().ShouldBe(version.Name, $"@{position}");
            }
        }
    }

    private static async Task<Catalog> LivedInAsync(int seed)
    {
        var catalog = await Catalog.CreateAsync();
        var chance = new Random(seed);
        string[] names = [.. Enumerable.Range(0, 7).Select(i => $"component:c{i}"), .. Enumerable.Range(0, 4).Select(i => $"group:g{i}")];
        var (live, gone) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        for (var step = 0; step < 120; step++)
        {
            var name = names[chance.Next(names.Length)];
            switch (chance.Next(8))
            {
                case 0 when live.Remove(name):
                    await catalog.RemoveAsync(name);
                    gone.Add(name);
                    break;
                case 1:
                    await catalog.OrphanAsync(name);
                    break;
                case 2 or 3 when live.Contains(name):
                    var free = names.Where(other => other[0] == name[0] && !live.Contains(other) && !gone.Contains(other)).ToArray();
                    if (free.Length == 0)
                        break;
                    var to = free[chance.Next(free.Length)];
                    await catalog.RenameAsync(name, DescriptorOf(to, chance));
                    live.Remove(name);
                    live.Add(to);
                    break;
                default:
                    // Half of the names stay free, to be taken by renaming.
                    if (!live.Contains(name) && !gone.Contains(name) && live.Count >= names.Length / 2)
                        break;
                    await catalog.SeeAsync(DescriptorOf(name, chance), source: chance.Next(6) == 0 ? "folder-other" : Catalog.Source);
                    live.Add(name);
                    gone.Remove(name);
                    break;
            }
        }

        (await catalog.Followers.WaitForAsync(catalog.Position, TimeSpan.FromSeconds(30), Ct)).ShouldBeTrue(string.Join('\n', catalog.Followers.Status));
        return catalog;
    }

    private static string DescriptorOf(string reference, Random chance)
    {
        var name = reference.Split(':')[1];
        return name[0] is 'g'
            ? Group(name, parent: chance.Next(2) == 0 ? null : $"g{chance.Next(4)}")
            : Component(
                name, $"g{chance.Next(4)}", description: $"Description {chance.Next(2)}",
                dependsOn: [.. Enumerable.Range(0, chance.Next(4)).Select(_ => $"component:c{chance.Next(7)}")]);
    }

    private static async Task<IReadOnlyList<EntityVersion>> LiveAsync(Catalog catalog, AsOf at) =>
    [
        .. (await catalog.Query<EntityQueries>().PageAsync(null, null, null, new PageArguments(1000, null, null, Backward: false), withTotal: false, at, Ct))
            .Edges.Select(edge => edge.Node).OrderBy(version => version.Ref, StringComparer.Ordinal),
    ];

    private static async Task ReadAsync(Catalog catalog, string schema, Func<RestProjection, NpgsqlConnection, Task> read)
    {
        var projection = new RestProjection();
        await using var connection = await catalog.Database.OpenConnectionAsync(Ct);
        await ExecuteAsync(connection, $"create schema {schema}; set search_path = {schema}, public");
        await ExecuteAsync(connection, projection.Ddl);
        await ExecuteAsync(connection, projection.Keys);
        await read(projection, connection);
        await ExecuteAsync(connection, projection.Indexes);
    }

    private static async Task PagesAsync(Catalog catalog, int size, Func<IReadOnlyList<RecordedEvent>, Task> read)
    {
        for (long after = 0; await catalog.Log.ReadAsync(after, size, Ct) is { Count: > 0 } page; after = page[^1].Position)
            await read(page);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static async Task<long> CountAsync(Catalog catalog, string sql)
    {
        await using var command = catalog.Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }
}
