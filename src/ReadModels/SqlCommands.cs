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

    /// <summary>The first column of every row.</summary>
    public static async Task<List<string>> TextsAsync(this NpgsqlCommand command, CancellationToken ct)
    {
        var texts = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            texts.Add(rows.GetString(0));
        return texts;
    }
}
