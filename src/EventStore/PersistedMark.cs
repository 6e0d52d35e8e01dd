using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// The mark as the processes that write left it in the database, at most about a second ago: for readers of a standby, where the locks
/// that <see cref="HighWater"/> looks at are not to be seen, and for readers who may not write.
/// </summary>
internal sealed class PersistedMark(NpgsqlDataSource database) : IMark
{
    private long _mark;

    public long Known => Interlocked.Read(ref _mark);

    public bool IsHeldUp => false;

    public async ValueTask<long> AdvanceAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        Raise(await HighWater.PersistedAsync(connection, ct));
        return Known;
    }

    public ValueTask RaiseAsync(long proven, CancellationToken ct)
    {
        Raise(proven);
        return ValueTask.CompletedTask;
    }

    private void Raise(long mark)
    {
        var known = Known;
        while (mark > known && Interlocked.CompareExchange(ref _mark, mark, known) is var found && found != known)
            known = found;
    }
}
