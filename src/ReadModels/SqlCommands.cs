using Npgsql;

namespace EventCatalog.ReadModels;

internal static class SqlCommands
{
    /// <summary>A statement with its positional parameters <c>$1</c>, <c>$2</c> ….</summary>
    public static NpgsqlBatchCommand Of(string text, params object[] values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
