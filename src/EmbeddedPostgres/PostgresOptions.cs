namespace EventCatalog.EmbeddedPostgres;

/// <summary>Where the server keeps its data and how careful it is.</summary>
/// <param name="DataFolder">Made when missing; the cluster is the folder <c>pg-{major}</c> in it. See <see cref="EmbeddedPostgres.DataFolder.Default"/>.</param>
public sealed record PostgresOptions(string DataFolder)
{
    /// <summary>True: a commit survives a power cut. False, for tests: nothing is flushed, about twice as fast, lost when the machine stops.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The folder with <c>postgres</c> and <c>initdb</c>; null: <c>EVENTCATALOG_POSTGRES</c>, else the npm package, else a PostgreSQL 15 or newer of this machine.</summary>
    public string? BinaryFolder { get; init; }

    /// <summary>How long to wait for readiness, recovery after a crash included.</summary>
    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Where every finished piece of WAL is kept, and base backups go; null: where the data folder remembers it, else nowhere.</summary>
    public string? BackupFolder { get; init; }

    /// <summary>Settings of the server beside those of <c>postgresql.conf</c>, each <c>name=value</c>; a server that already runs keeps its own.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}
