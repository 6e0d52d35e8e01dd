using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>A projection once more, under another name and in another schema: the build that stands beside the served one.</summary>
internal sealed class Beside(IProjection served) : IProjection
{
    public IProjection Served => served;

    public string Name => NameOf(served.Name);

    public string Schema => served.Schema + "_beside";

    public string Ddl => served.Ddl;

    public string Indexes => served.Indexes;

    public static string NameOf(string served) => served + "+beside";

    public Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct) => served.ApplyAsync(page, connection, ct);
}
