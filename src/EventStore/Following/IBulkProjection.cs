using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>A projection that can be built from the start of the log faster than page by page, because it keeps in memory what may still change and writes each row once.</summary>
public interface IBulkProjection : IProjection
{
    /// <summary>Creates what <see cref="IProjection.ApplyAsync"/> finds rows by; run after the tables, and where there is much to build, after that.</summary>
    string Keys { get; }

    /// <summary>A build that has seen nothing yet; its tables are empty and have neither keys nor indexes.</summary>
    IProjectionBuild BeginBuild();
}

/// <summary>One build from the first event on. Afterwards the tables are as <see cref="IProjection.ApplyAsync"/> would have left them, and it goes on.</summary>
public interface IProjectionBuild
{
    /// <summary>Takes in the next page, in memory only. The rows it answers are final; they may be written while the page after this is taken in.</summary>
    WriteRows Add(IReadOnlyList<RecordedEvent> page);

    /// <summary>The rows that may still change. Called once, after the last page.</summary>
    WriteRows Complete();
}

/// <summary>Writes rows, with search path and transaction as in <see cref="IProjection.ApplyAsync"/>.</summary>
public delegate Task WriteRows(NpgsqlConnection connection, CancellationToken ct);
