using System.Globalization;
using System.Text;
using Npgsql;

namespace EventCatalog.ReadModels;

/// <summary>The text of one statement being put together; what a caller gave goes in as parameters only.</summary>
internal sealed class SqlText
{
    private readonly StringBuilder text = new();
    private readonly List<object> values = [];

    /// <summary>Remembers a value and answers its placeholder.</summary>
    public string Value(object value)
    {
        values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${values.Count}");
    }

    public SqlText Add(string sql)
    {
        text.AppendLine(sql);
        return this;
    }

    public NpgsqlCommand Command(NpgsqlDataSource database)
    {
        var command = database.CreateCommand(text.ToString());
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
