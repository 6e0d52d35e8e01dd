using System.Text.Json;
using System.Text.Json.Nodes;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using Npgsql;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

public sealed class EntityBuildTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_build_from_the_start_of_the_log_leaves_the_rows_that_following_it_left()
    {
        await using var catalog = await LivedInAsync();
        await BuildAsync(catalog, pageSize: 13);

        foreach (var table in (string[])["entity_version", "entity_facet", "entity_text"])
        {
            (await CountAsync(catalog, $"select count(*) from {EntitiesProjection.Schema}.{table}")).ShouldBeGreaterThan(20);
            (await CountAsync(catalog, $"select count(*) from {EntitiesProjection.Schema}.{table}"))
                .ShouldBe(await CountAsync(catalog, $"select count(*) from built.{table}"), table);
            (await CountAsync(catalog, $"select count(*) from (select t::text from {EntitiesProjection.Schema}.{table} t except all select t::text from built.{table} t) d"))
                .ShouldBe(0, table);
        }
    }

    /// <summary>The fold looks only at the places an event changes; the whole entity must give the same.</summary>
    [Fact]
    public async Task Whatever_changed_the_facets_are_those_of_the_whole_entity()
    {
        await using var catalog = await LivedInAsync();
        await BuildAsync(catalog, pageSize: 7);

        var live = (await catalog.Query<EntityQueries>().PageAsync(null, null, null, new PageArguments(1000, null, null, Backward: false), withTotal: false, AsOf.Present, Ct))
            .Edges.Select(edge => edge.Node).ToList();
        live.Count.ShouldBeGreaterThan(4);
        foreach (var version in live)
        {
            var expected = FacetRow.Of(FinalEntity.Of(version.Descriptor, version.Location, version.Orphaned), []).Select(row => $"{row.Key}={row.Value}");
            foreach (var schema in (string[])["built", EntitiesProjection.Schema])
                (await FacetsAsync(catalog, schema, version.Ref)).ShouldBe(expected.Order(StringComparer.Ordinal).ToList(), $"{version.Ref} in {schema}");
        }
    }

    /// <summary>Eight entities that come, change in every way a descriptor can, their names included, move, lose their place and go, in an order that is always the same.</summary>
    private static async Task<Catalog> LivedInAsync()
    {
        var catalog = await Catalog.CreateAsync();
        var chance = new Random(11);
        for (var step = 0; step < 250; step++)
        {
            var name = $"c{chance.Next(8)}";
            if (chance.Next(12) == 0)
                await catalog.RemoveAsync($"component:{name}");
            else if (chance.Next(14) == 0)
                await catalog.OrphanAsync($"component:{name}");
            else if (chance.Next(8) == 0)
                await catalog.RenameAsync($"component:{name}", Dressed(Component($"c{chance.Next(12)}"), chance));
            else
                await catalog.SeeAsync(Dressed(Component(
                    name, $"team-{chance.Next(3)}", lifecycle: chance.Next(2) == 0 ? "production" : "experimental",
                    description: $"Description {chance.Next(3)}", tags: chance.Next(3) == 0 ? null : ["java", $"t{chance.Next(3)}"],
                    dependsOn: [.. Enumerable.Range(0, chance.Next(3)).Select(_ => $"component:c{chance.Next(8)}")]), chance));
        }

        // Known late, decided by nobody.
        foreach (var number in Enumerable.Range(0, 5))
        {
            var entity = EntityRef.Parse($"component:c{number}");
            await catalog.RecordAsync(new EntityEvent.OwnerChanged(entity, null, EntityRef.Parse("group:late"), "late"), Catalog.Noon.AddHours(20 * number));
            await catalog.RecordAsync(
                new EntityEvent.PastVersionFound(entity, JsonElement.Parse(Component($"c{number}", tags: ["found"])), new DescriptorLocation(Catalog.Source, "file:/shop/old.yaml", "file:/shop")),
                Catalog.Noon.AddHours(-number));
        }

        await catalog.AskAsync("{ position }");
        return catalog;
    }

    /// <summary>With annotations that collide, that the catalog writes itself, and labels that are empty or differ in case alone.</summary>
    private static string Dressed(string descriptor, Random chance)
    {
        var entity = JsonNode.Parse(descriptor)!.AsObject();
        var annotations = new JsonObject();
        foreach (var key in (string[])["acme.com/pager", "ACME.com/pager", "backstage.io/managed-by-location", "backstage.io/techdocs-ref", "a/b~c.d"])
        {
            if (chance.Next(2) == 0)
                annotations[key] = $"v{chance.Next(2)}";
        }

        var metadata = entity["metadata"]!.AsObject();
        metadata["annotations"] = annotations;
        if (chance.Next(2) == 0)
            metadata["labels"] = chance.Next(2) == 0 ? [] : new JsonObject { ["Tier"] = "1", ["tier"] = $"{chance.Next(2)}" };
        entity["spec"]!["extra"] = chance.Next(3) switch
        {
            0 => null,
            1 => new JsonArray(new JsonObject { ["x"] = chance.Next(2) }, "java", 1.50),
            _ => new JsonObject { ["deep"] = new JsonObject { ["er"] = chance.Next(2) == 0 } },
        };
        return entity.ToJsonString();
    }

    private static async Task BuildAsync(Catalog catalog, int pageSize)
    {
        var projection = new EntitiesProjection();
        await using var connection = await catalog.Database.OpenConnectionAsync(Ct);
        await ExecuteAsync(connection, "create schema built; set search_path = built, public");
        await ExecuteAsync(connection, projection.Ddl);
        var build = projection.BeginBuild();
        for (long after = 0; await catalog.Log.ReadAsync(after, pageSize, Ct) is { Count: > 0 } page; after = page[^1].Position)
            await build.Add(page)(connection, Ct);
        await build.Complete()(connection, Ct);
        await ExecuteAsync(connection, projection.Keys);
        await ExecuteAsync(connection, projection.Indexes);
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

    private static async Task<List<string>> FacetsAsync(Catalog catalog, string schema, string entity)
    {
        await using var command = catalog.Database.CreateCommand(
            $"select key || '=' || coalesce(value, '') from {schema}.entity_facet where ref = $1 and seq_to = {VersionColumns.Open}");
        command.Parameters.Add(new() { Value = entity });
        var found = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(Ct);
        while (await rows.ReadAsync(Ct))
            found.Add(rows.GetString(0));
        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
