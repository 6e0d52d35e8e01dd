namespace EventCatalog.EventStore;

/// <summary>A stream was not at the version the decision was based on. Nothing of the command was written.</summary>
public sealed class StreamConflictException(string stream, long expected, long actual, Exception? inner = null)
    : Exception($"Stream '{stream}' is at version {actual}; the append expected {Name(expected)}. Nothing was written: read the stream again and decide anew.", inner)
{
    public string Stream { get; } = stream;
    public long Expected { get; } = expected;

    /// <summary>The version read right after the refusal; 0 when the stream does not exist.</summary>
    public long Actual { get; } = actual;

    private static string Name(long expected) => expected switch
    {
        ExpectedVersion.Any => "any version",
        ExpectedVersion.MustExist => "that it exists",
        ExpectedVersion.NoStream => "that it does not exist",
        _ => $"version {expected}",
    };
}

/// <summary>The stream takes no more events. Nothing of the command was written.</summary>
public sealed class StreamArchivedException(string stream, Exception? inner = null)
    : Exception($"Stream '{stream}' is archived and takes no more events. Nothing was written.", inner)
{
    public string Stream { get; } = stream;
}

/// <summary>The key belongs to an earlier command with other events. Nothing was written.</summary>
public sealed class CommandKeyReusedException(string key, Exception? inner = null)
    : Exception($"Command key '{key}' was used before for other events. Nothing was written: give every command its own key.", inner)
{
    public string Key { get; } = key;
}

/// <summary>Some, not all, of the command's event ids are in the log already. Nothing was written.</summary>
public sealed class DuplicateEventException(IReadOnlyList<string> streams, Exception? inner = null)
    : Exception($"The append to {string.Join(", ", streams)} holds event ids the log already has beside others it does not have, or has elsewhere. Nothing was written.", inner);

/// <summary>A stored event cannot be turned into the record that its name stands for.</summary>
public sealed class EventUnreadableException(long position, string stream, string type, Exception inner)
    : Exception($"Event @{position} of stream '{stream}' cannot be read as '{type}': {inner.Message}", inner)
{
    public long Position { get; } = position;
    public string Stream { get; } = stream;
    public string Type { get; } = type;
}

/// <summary>A program that only reads came before any that brings the database up to its version.</summary>
public sealed class SchemaTooOldException(int found, int needed)
    : Exception($"The event log in this database has schema version {found}; this program needs version {needed} and, being read-only, does not change it. Start an ordinary portal of this version first.");

/// <summary>The database was migrated by a newer program.</summary>
public sealed class SchemaTooNewException(int found, int known)
    : Exception($"The event log in this database has schema version {found}; this program knows versions up to {known}. Start the newer program, or restore the backup made before the upgrade.");
