using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Ingestion.Descriptors;

/// <summary>
/// Writes the values of a document as JSON, following its aliases. How far they may multiply is limited as in the npm package
/// <c>yaml</c> (uses times nested uses, at most 100), and besides by the size of what comes out.
/// </summary>
internal sealed class YamlToJson
{
    private const int MaxAliasCount = 100;
    private const long MaxBytes = 64 * 1024 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed class Use
    {
        public required YamlNode Node { get; init; }
        public bool Complete { get; set; }
        public int Count { get; set; } = 1;
        public int AliasCount { get; set; }
    }

    private readonly Dictionary<string, Use> _anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Line, int Column)> _places = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Utf8JsonWriter _writer;
    private bool _inAlias;

    private YamlToJson() => _writer = new Utf8JsonWriter(_output, Options);

    /// <exception cref="YamlFault">An alias has no anchor, refers to itself or multiplies too far.</exception>
    public static (JsonElement Root, SourceMap Map) Write(YamlNode root)
    {
        var json = new YamlToJson();
        json._places[""] = root.Place;
        json.Write(root, "", root.Place);
        json._writer.Flush();
        using var document = JsonDocument.Parse(json._output.WrittenMemory);
        return (document.RootElement.Clone(), new SourceMap(json._places));
    }

    private void Write(YamlNode node, string pointer, (int Line, int Column) place)
    {
        if (_output.WrittenCount + _writer.BytesPending > MaxBytes)
            throw new YamlFault($"The document is larger than {MaxBytes} bytes once its aliases are followed", node.Place.Line, node.Place.Column);
        if (_writer.CurrentDepth >= DescriptorRules.MaxDepth && node is (YamlNode.List or YamlNode.Map))
            throw new YamlFault($"Values are nested more than {DescriptorRules.MaxDepth} deep", node.Place.Line, node.Place.Column);
        var use = node.Anchor is null || _inAlias ? null : _anchors[node.Anchor] = new Use { Node = node };
        if (!_inAlias)
            _places[pointer] = node is YamlNode.Scalar or YamlNode.Alias ? node.Place : place;
        switch (node)
        {
            case YamlNode.Scalar scalar:
                WriteValue(scalar.Value);
                break;
            case YamlNode.List list:
                _writer.WriteStartArray();
                for (var index = 0; index < list.Items.Count; index++)
                    Write(list.Items[index], _inAlias ? "" : $"{pointer}/{index.ToString(CultureInfo.InvariantCulture)}", list.Items[index].Place);
                _writer.WriteEndArray();
                break;
            case YamlNode.Map map:
                WriteMap(map, pointer);
                break;
            case YamlNode.Alias alias:
                Follow(alias);
                break;
        }

        if (use is not null)
            use.Complete = true;
    }

    private void WriteMap(YamlNode.Map map, string pointer)
    {
        // `1: a` and `"1": b` differ in YAML, not in JSON: the later one stands, as in JavaScript.
        var members = new OrderedDictionary<string, (YamlNode Key, YamlNode Value)>(StringComparer.Ordinal);
        for (var index = 0; index < map.Members.Count; index++)
            members[KeyText.Of(map.Members[index].Key, TargetOf(map, index))] = map.Members[index];

        _writer.WriteStartObject();
        foreach (var (name, (key, value)) in members)
        {
            if (key.Anchor is { } anchor && !_inAlias)
                _anchors[anchor] = new Use { Node = key, Complete = true };
            _writer.WritePropertyName(name);
            Write(value, _inAlias ? "" : $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", key.Place);
        }

        _writer.WriteEndObject();
    }

    /// <summary>What the key of a member refers to when it is an alias: something in the members before it, or before the map.</summary>
    private YamlNode? TargetOf(YamlNode.Map map, int index) =>
        map.Members[index].Key is YamlNode.Alias alias
            ? map.Members.Take(index).SelectMany(member => (YamlNode[])[member.Key, member.Value]).LastOrDefault(node => string.Equals(node.Anchor, alias.Target, StringComparison.Ordinal))
                ?? _anchors.GetValueOrDefault(alias.Target)?.Node
            : null;

    private void WriteValue(object? value)
    {
        switch (value)
        {
            case bool truth:
                _writer.WriteBooleanValue(truth);
                break;
            case double number when Math.Abs(number) < 1e15 && Math.Truncate(number) == number:
                _writer.WriteNumberValue((long)number);
                break;
            case double number when double.IsFinite(number):
                _writer.WriteNumberValue(number);
                break;
            case string text:
                _writer.WriteStringValue(text);
                break;
            default:
                _writer.WriteNullValue();
                break;
        }
    }

    private void Follow(YamlNode.Alias alias)
    {
        if (!_anchors.TryGetValue(alias.Target, out var use))
            throw Fault(alias, $"Unresolved alias (the anchor must be set before the alias): {alias.Target}");
        if (!use.Complete)
            throw Fault(alias, $"The alias {alias.Target} stands inside its own anchor");
        if (!_inAlias)
        {
            use.Count++;
            if (use.AliasCount == 0)
                use.AliasCount = AliasCountOf(use.Node);
            if ((long)use.Count * use.AliasCount > MaxAliasCount)
                throw Fault(alias, "Excessive alias count indicates a resource exhaustion attack");
        }

        var outer = _inAlias;
        _inAlias = true;
        Write(use.Node, "", use.Node.Place);
        _inAlias = outer;
    }

    private int AliasCountOf(YamlNode node) => node switch
    {
        YamlNode.Alias alias => _anchors.TryGetValue(alias.Target, out var use) ? (int)Math.Min((long)use.Count * use.AliasCount, int.MaxValue) : 0,
        YamlNode.List list => list.Items.Select(AliasCountOf).DefaultIfEmpty(0).Max(),
        YamlNode.Map map => map.Members.Select(member => Math.Max(AliasCountOf(member.Key), AliasCountOf(member.Value))).DefaultIfEmpty(0).Max(),
        _ => 1,
    };

    private static YamlFault Fault(YamlNode.Alias alias, string message) => new(message, alias.Place.Line, alias.Place.Column);
}
