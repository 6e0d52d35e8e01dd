namespace EventCatalog.Ingestion.Formats;

/// <summary>A file or message is not what it should be; nothing of it was kept. The message says where and why, for whoever sent it.</summary>
/// <param name="line">Counted from 1; null where lines mean nothing.</param>
/// <param name="column">Counted from 1.</param>
public sealed class UnreadableReportException(string reason, long? line = null, long? column = null, Exception? inner = null)
    : Exception(Place(line, column) + reason, inner)
{
    public long? Line { get; } = line;
    public long? Column { get; } = column;

    private static string Place(long? line, long? column) => (line, column) switch
    {
        (null, _) => "",
        (_, null) => FormattableString.Invariant($"Line {line}: "),
        _ => FormattableString.Invariant($"Line {line}, column {column}: "),
    };
}
