using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EventCatalog.Ingestion.Tests.Backstage;

/// <summary>Writes documents in the many ways people write YAML, now and then one that means something else.</summary>
internal sealed partial class YamlStyle(Chance chance)
{
    private static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly int _indent = chance.Percent(80) ? 2 : 4;
    private readonly bool _flow = chance.Percent(15);
    private readonly bool _careless = chance.Percent(10);
    private readonly string _end = chance.Percent(5) ? "\r\n" : "\n";

    public string Write(JsonObject document)
    {
        if (_flow)
            return document.ToJsonString(new JsonSerializerOptions(Plainly) { WriteIndented = chance.Percent(50) }).ReplaceLineEndings(_end) + _end;
        var text = new StringBuilder();
        if (chance.Percent(15))
            text.Append("# yaml-language-server: $schema=x\n");
        Map(document, 0, text);
        return text.Replace("\n", _end).ToString();
    }

    private void Map(JsonObject map, int depth, StringBuilder text)
    {
        foreach (var (key, value) in map)
        {
            text.Append(' ', depth).Append(Key(key)).Append(':');
            Value(value, depth, text);
        }
    }

    private void Value(JsonNode? value, int depth, StringBuilder text)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map when chance.Percent(85):
                text.Append('\n');
                Map(map, depth + _indent, text);
                break;
            case JsonArray { Count: > 0 } list when chance.Percent(75):
                text.Append('\n');
                foreach (var item in list)
                {
                    text.Append(' ', depth + _indent).Append("- ").Append(Scalar(item)).Append('\n');
                }

                break;
            case JsonValue scalar when scalar.TryGetValue<string>(out var lines) && lines.Contains('\n', StringComparison.Ordinal) && !lines.StartsWith('\n') && chance.Percent(70):
                text.Append(lines.EndsWith('\n') ? " |\n" : " |-\n");
                foreach (var line in lines.TrimEnd('\n').Split('\n'))
                    text.Append(' ', depth + _indent).Append(line).Append('\n');
                break;
            default:
                text.Append(' ').Append(Scalar(value)).Append(chance.Percent(4) ? " # why" : "").Append('\n');
                break;
        }
    }

    private string Key(string key) => PlainKey().IsMatch(key) && !_careless ? key : Scalar(JsonValue.Create(key));

    private string Scalar(JsonNode? value)
    {
        if (value is null)
            return chance.Pick(["null", "~", ""]);
        if (value is not JsonValue scalar || !scalar.TryGetValue<string>(out var text))
            return value.ToJsonString(Plainly);
        if (_careless && chance.Percent(60) && !text.Contains('\n', StringComparison.Ordinal))
            return text;
        if (PlainValue().IsMatch(text) && chance.Percent(70))
            return text;
        return chance.Percent(30) && !text.Contains('\n', StringComparison.Ordinal) ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'" : value.ToJsonString(Plainly);
    }

    [GeneratedRegex(@"\A[A-Za-z$][A-Za-z0-9_.$/-]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainKey();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_./+-]*(:[A-Za-z0-9/_.-]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainValue();
}
