using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using Npgsql;

namespace EventCatalog.ReadModels.Entities;

/// <summary>Reads rows of <c>entity_version</c>.</summary>
public static class EntityRows
{
    private static readonly string[] Names =
    [
        "ref", "seq_from", "seq_to", "valid_from", "valid_to", "kind", "namespace", "name", "title", "description", "type", "lifecycle",
        "owner", "orphaned", "stream_version", "registered_at", "changed_at", "location", "source", "descriptor", "identity", "known_to",
    ];

    /// <summary>The columns <see cref="Read"/> expects, in its order.</summary>
    public static string Columns(string alias) => string.Join(", ", Names.Select(name => $"{alias}.{name}"));

    public static EntityVersion Read(NpgsqlDataReader row) => new()
    {
        Ref = row.GetString(0),
        SeqFrom = row.GetInt64(1),
        SeqTo = row.GetInt64(2),
        ValidFrom = Time(row, 3),
        ValidTo = row.GetDateTime(4) == DateTime.MaxValue ? null : Time(row, 4),
        Kind = row.GetString(5),
        Namespace = row.GetString(6),
        Name = row.GetString(7),
        Title = row.GetString(8),
        Description = Text(row, 9),
        Type = Text(row, 10),
        Lifecycle = Text(row, 11),
        Owner = Text(row, 12),
        Orphaned = row.GetBoolean(13),
        StreamVersion = row.GetInt32(14),
        RegisteredAt = Time(row, 15),
        ChangedAt = Time(row, 16),
        Location = JsonSerializer.Deserialize<DescriptorLocation>(row.GetString(17), JsonSerializerOptions.Web)!,
        Source = JsonSerializer.Deserialize<SourceOfVersion>(row.GetString(18), JsonSerializerOptions.Web)!,
        Descriptor = JsonElement.Parse(row.GetString(19)),
        Identity = Text(row, 20),
        KnownTo = row.IsDBNull(21) ? null : row.GetInt64(21),
    };

    private static DateTimeOffset Time(NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
