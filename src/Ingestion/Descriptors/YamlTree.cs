using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EventCatalog.Ingestion.Descriptors;

/// <summary>Builds the values of one document from the parser's events, refusing what the npm package <c>yaml</c> refuses.</summary>
internal sealed class YamlTree
{
    /// <summary>Deeper nesting is refused; nobody writes it, and it would exhaust the stack.</summary>
    private const int MaxDepth = 500;

    private readonly IParser _events;
    private readonly DocumentText _document;
    private int _depth;

    private YamlTree(DocumentText document, IParser events) => (_document, _events) = (document, events);

    /// <summary>The value of the document; null when it has none.</summary>
    /// <exception cref="YamlFault">The text is not sound YAML.</exception>
    public static YamlNode? Read(DocumentText document)
    {
        try
        {
            var events = new Parser(new StringReader(document.Text));
            events.Consume<StreamStart>();
            if (!events.Accept<DocumentStart>(out _))
                return null;
            events.Consume<DocumentStart>();
            var root = new YamlTree(document, events).Node();
            events.Consume<DocumentEnd>();
            if (events.TryConsume<DocumentStart>(out var second))
                throw new YamlFault("Unexpected content after the document's value", document.Line + (int)second.Start.Line - 1, (int)second.Start.Column);
            return root;
        }
        catch (YamlException broken)
        {
            throw new YamlFault(broken.Message, document.Line + (int)broken.Start.Line - 1, (int)broken.Start.Column);
        }
    }

    private YamlNode Node()
    {
        if (++_depth > MaxDepth)
            throw Fault($"Values are nested more than {MaxDepth} deep", _events.Current!.Start);
        YamlNode node = _events.Consume<ParsingEvent>() switch
        {
            AnchorAlias alias => new YamlNode.Alias(PlaceOf(alias), alias.Value.Value),
            Scalar scalar => new YamlNode.Scalar(PlaceOf(scalar), AnchorOf(scalar), scalar.Value, ValueOf(scalar)),
            SequenceStart list => ListFrom(list),
            MappingStart map => MapFrom(map),
            var other => throw Fault($"Unexpected {other}", other.Start),
        };
        _depth--;
        return node;
    }

    private YamlNode.List ListFrom(SequenceStart start)
    {
        var items = new List<YamlNode>();
        while (!_events.TryConsume<SequenceEnd>(out _))
            items.Add(Node());
        return new YamlNode.List(PlaceOf(start), AnchorOf(start), items);
    }

    private YamlNode.Map MapFrom(MappingStart start)
    {
        var members = new List<(YamlNode, YamlNode)>();
        var keys = new HashSet<object>();
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var key = Node();
            if (key is YamlNode.Scalar { Value: not double.NaN } scalar && !keys.Add(scalar.Value ?? DBNull.Value))
                throw new YamlFault("Map keys must be unique", key.Place.Line, key.Place.Column);
            members.Add((key, Node()));
        }

        return new YamlNode.Map(PlaceOf(start), AnchorOf(start), members);
    }

    private object? ValueOf(Scalar scalar)
    {
        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.IsNonSpecific ? "!" : scalar.Tag.Value;
        return tag is null && scalar.Style != ScalarStyle.Plain ? scalar.Value : ScalarTypes.Resolve(scalar.Value, tag, _document.Version11);
    }

    private static string? AnchorOf(NodeEvent node) => node.Anchor.IsEmpty ? null : node.Anchor.Value;

    private (int Line, int Column) PlaceOf(ParsingEvent happened) => (_document.Line + (int)happened.Start.Line - 1, (int)happened.Start.Column);

    private YamlFault Fault(string message, Mark mark) => new(message, _document.Line + (int)mark.Line - 1, (int)mark.Column);
}
