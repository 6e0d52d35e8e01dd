using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Kinds;

/// <summary>A kind that is data, as the catalog shows it.</summary>
public sealed record DeclaredKind(string Name, IReadOnlyList<string> ApiVersions, string? Type, string? Icon, IReadOnlyList<string>? Tabs, EntityVersion Entity);

/// <summary>Asks which kinds are declared. They are entities like all others, so no table of their own is needed.</summary>
public sealed class KindQueries(NpgsqlDataSource database)
{
    /// <summary>The kinds declared at an instant, by name.</summary>
    public async Task<IReadOnlyList<DeclaredKind>> AllAsync(AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add($"select {EntityRows.Columns("v")} from {EntitiesProjection.Schema}.entity_version v where v.kind = 'Kind' and {at.Holds("v")}");
        var kinds = new List<DeclaredKind>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
        {
            if (EntityRows.Read(rows) is { } entity && Descriptor.Text(entity.Descriptor, "spec", "kind") is { } name)
                kinds.Add(new DeclaredKind(name, Texts(entity, "apiVersions") ?? [], Descriptor.Text(entity.Descriptor, "spec", "type"), Descriptor.Text(entity.Descriptor, "spec", "icon"), Texts(entity, "tabs"), entity));
        }

        return [.. kinds.OrderBy(kind => kind.Name, StringComparer.Ordinal).ThenBy(kind => kind.Type, StringComparer.Ordinal)];
    }

    private static IReadOnlyList<string>? Texts(EntityVersion entity, string field) =>
        Descriptor.At(entity.Descriptor, "spec", field) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : null;
}
