using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EventCatalog.Ingestion.Descriptors;

/// <summary>Builds the values of one document from the parser's events, refusing what the npm package <c>yaml</c> refuses.</summary>
internal sealed class YamlTree
{
    /// <summary>Deeper nesting is refused; nobody writes it, and it would exhaust the stack.</summary>
    private const int MaxDepth = 500;

    /// <summary>So many blanks are put where they are missed; each costs a reading.</summary>
    private const int MaxBlanks = 100;

    private readonly Parser _events;
    private readonly DocumentText _document;
    private readonly string[] _lines;
    private readonly bool _hidden;
    private int _depth;
    private int _flowDepth;
    private long _blockColumn;

    private YamlTree(DocumentText document, string text)
    {
        _document = document;
        _lines = text.Split('\n');
        _hidden = !ReferenceEquals(text, document.Text);
        _events = new Parser(new StringReader(text));
    }

    /// <summary>The value of the document; null when it has none.</summary>
    /// <exception cref="YamlFault">The text is not sound YAML.</exception>
    public static YamlNode? Read(DocumentText document)
    {
        var text = YamlSubstitutes.Hide(document.Text);
        try
        {
            return ReadSeparated(document, text);
        }
        catch (YamlFault)
        {
            var emptied = BlankLines.Emptied(text);
            if (string.Equals(emptied, text, StringComparison.Ordinal))
                throw;
            return ReadSeparated(document, emptied);
        }
    }

    /// <summary>
    /// In a flow collection a bracket ends the key before it, <c>{a:[1]}</c>; the parser wants a blank there, and gets one where it stops.
    /// </summary>
    private static YamlNode? ReadSeparated(DocumentText document, string text)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Read(document, text);
            }
            catch (YamlFault stopped) when (attempt <= MaxBlanks && BracketBehindColon(text, stopped.Line - document.Line, stopped.Column - 1) is >= 0 and var bracket)
            {
                text = text.Insert(bracket, " ");
            }
        }
    }

    private static int BracketBehindColon(string text, int line, int column)
    {
        var start = 0;
        for (; line > 0; line--)
            start = text.IndexOf('\n', start) + 1;
        var place = start + column;
        return place > 0 && place < text.Length && text[place] is ('{' or '[') && text[place - 1] == ':' ? place : -1;
    }

    private static YamlNode? Read(DocumentText document, string text)
    {
        var tree = new YamlTree(document, text);
        try
        {
            tree._events.Consume<StreamStart>();
            if (!tree._events.TryConsume<DocumentStart>(out _))
                return null;
            var root = tree.Node();
            tree._events.Consume<DocumentEnd>();
            return tree._events.TryConsume<DocumentStart>(out var second)
                ? throw tree.Fault("Unexpected content after the document's value", second.Start)
                : root;
        }
        catch (YamlException broken)
        {
            throw tree.TabBehind(broken) ?? tree.Fault(broken.Message, broken.Start);
        }
        catch (InvalidOperationException) when (tree._events.Current is { } last)
        {
            // YamlDotNet's scanner loses its simple keys in some unclosed flow collections.
            throw tree.Fault("A flow collection is not closed", last.End);
        }
    }

    /// <summary>Of a tab in the indentation YamlDotNet reports where the map around it starts; its author wants to see the tab.</summary>
    private YamlFault? TabBehind(YamlException broken)
    {
        if (!broken.Message.Contains("tab", StringComparison.OrdinalIgnoreCase))
            return null;
        var line = Array.FindIndex(_lines, (int)broken.Start.Line - 1, text => text.AsSpan().TrimStart(' ') is ['\t', ..]);
        return line < 0 ? null : new YamlFault("Tabs are not allowed as indentation", _document.Line + line, _lines[line].IndexOf('\t', StringComparison.Ordinal) + 1);
    }

    private YamlNode Node()
    {
        if (++_depth > MaxDepth)
            throw Fault($"Values are nested more than {MaxDepth} deep", _events.Current!.Start);
        var next = _events.Consume<ParsingEvent>();
        YamlNode node = next switch
        {
            AnchorAlias alias => AliasFrom(alias),
            Scalar scalar => ScalarFrom(scalar),
            SequenceStart list => ListFrom(list),
            MappingStart map => MapFrom(map),
            _ => throw Fault($"Unexpected {next}", next.Start),
        };
        _depth--;
        return node;
    }

    private YamlNode.Alias AliasFrom(AnchorAlias alias) =>
        _lines[(int)alias.End.Line - 1].AsSpan((int)alias.End.Column - 1) is [':', ..]
            ? throw Fault("A colon belongs to the name of the alias before it; leave a blank between them", alias.Start)
            : new YamlNode.Alias(PlaceOf(alias), alias.Value.Value);

    private YamlNode.Scalar ScalarFrom(Scalar scalar)
    {
        var text = YamlSubstitutes.Restore(scalar.Value, _hidden);
        if (scalar.Style == ScalarStyle.Plain && text is ['%' or '@' or '`', ..])
            throw Fault($"Plain value cannot start with {(text[0] == '%' ? "directive indicator" : "reserved")} character {text[0]}", scalar.Start);
        if (scalar.Style == ScalarStyle.Plain && text.Contains(": ", StringComparison.Ordinal))
            throw Fault("Nested mappings are not allowed in compact mappings", scalar.Start);
        if (scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted)
        {
            RequireIndent(scalar.Start, scalar.End, isFlow: false, $"Missing closing {(scalar.Style == ScalarStyle.SingleQuoted ? '\'' : '"')}quote");
            RequireNothingMore((int)scalar.End.Line, (int)scalar.End.Column);
        }

        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.IsNonSpecific ? "!" : scalar.Tag.Value;
        var value = tag is null && scalar.Style != ScalarStyle.Plain ? text : ScalarTypes.Resolve(text, tag, _document.Version11);
        var quote = scalar.Style switch { ScalarStyle.SingleQuoted => "'", ScalarStyle.DoubleQuoted => "\"", _ => "" };
        return new YamlNode.Scalar(PlaceOf(scalar), AnchorOf(scalar), $"{quote}{text}{quote}", value);
    }

    private YamlNode.List ListFrom(SequenceStart start)
    {
        var items = new List<YamlNode>();
        Inside(start, start.Style == SequenceStyle.Flow, () =>
        {
            while (!_events.Accept<SequenceEnd>(out _))
                items.Add(Node());
            return _events.Consume<SequenceEnd>();
        });
        return new YamlNode.List(PlaceOf(start), AnchorOf(start), items);
    }

    private YamlNode.Map MapFrom(MappingStart start)
    {
        var members = new List<(YamlNode, YamlNode)>();
        var keys = new HashSet<object>();
        var isFlow = start.Style == MappingStyle.Flow;
        Inside(start, isFlow, () =>
        {
            while (!_events.Accept<MappingEnd>(out _))
            {
                var key = Node();
                if (key is YamlNode.Scalar { Value: not double.NaN } scalar && !keys.Add(scalar.Value ?? DBNull.Value))
                    throw new YamlFault("Map keys must be unique", key.Place.Line, key.Place.Column);
                if (!isFlow && _events.Accept<MappingStart>(out var inner) && inner.Style != MappingStyle.Flow && BlockStart(inner).Line == key.Place.Line - _document.Line + 1)
                    throw Fault("Nested mappings are not allowed in compact mappings", inner.Start);
                members.Add((key, Node()));
            }

            return _events.Consume<MappingEnd>();
        });
        return new YamlNode.Map(PlaceOf(start), AnchorOf(start), members);
    }

    private void Inside(NodeEvent start, bool isFlow, Func<ParsingEvent> read)
    {
        var outer = _blockColumn;
        if (!isFlow)
        {
            var (line, column) = BlockStart(start);
            RequireNoTabBefore(line, column);
            _blockColumn = column;
            read();
            _blockColumn = outer;
            return;
        }

        _flowDepth++;
        var end = read();
        if (--_flowDepth == 0)
            RequireIndent(start.Start, end.Start, isFlow: true, "Flow collection in block collection must be sufficiently indented");
        // The map of a pair in a list has no bracket of its own.
        if (_lines[(int)end.Start.Line - 1].AsSpan((int)end.Start.Column - 1) is [']' or '}', ..])
            RequireNothingMore((int)end.Start.Line, (int)end.Start.Column + 1);
    }

    /// <summary>
    /// Behind a quoted text or a flow collection may stand a colon, in a flow collection what goes on or ends it, else nothing; the
    /// parser takes more for the beginning of the next value.
    /// </summary>
    private void RequireNothingMore(int line, int column)
    {
        for (; line <= _lines.Length; (line, column) = (line + 1, 1))
        {
            var text = _lines[line - 1];
            var rest = text.AsSpan(column - 1);
            var next = rest.TrimStart(" \t");
            var isComment = next is ['#', ..] && (next.Length < rest.Length || column == 1);
            if (next.Length > 0 && !isComment)
            {
                if (next[0] != ':' && !(_flowDepth > 0 && next[0] is ',' or ']' or '}'))
                    throw new YamlFault("Unexpected text behind the end of a value", _document.Line + line - 1, text.Length - next.Length + 1);
                return;
            }

            if (_flowDepth == 0)
                return;
        }
    }

    /// <summary>Where the first item of a block stands: of one with an anchor or a tag, on a line after these.</summary>
    private (int Line, int Column) BlockStart(NodeEvent start)
    {
        var line = (int)start.Start.Line;
        if (start.Anchor.IsEmpty && start.Tag.IsEmpty)
            return (line, (int)start.Start.Column);
        while (line < _lines.Length - 1 && _lines[line].AsSpan().Trim(" \t") is [] or ['#', ..])
            line++;
        return (line + 1, _lines[line].Length - _lines[line].AsSpan().TrimStart(' ').Length + 1);
    }

    private void RequireNoTabBefore(int line, int column)
    {
        var before = _lines[line - 1].AsSpan(0, column - 1);
        if (before[before.TrimEnd(" \t").Length..].Contains('\t'))
            throw new YamlFault("Tabs are not allowed as indentation", _document.Line + line - 1, column);
    }

    /// <summary>What continues on further lines must be indented deeper than the block around it; a closing bracket may stand as far out.</summary>
    private void RequireIndent(Mark start, Mark end, bool isFlow, string message)
    {
        for (var line = start.Line; line < end.Line; line++)
        {
            var text = _lines[(int)line];
            var indent = text.Length - text.AsSpan().TrimStart(' ').Length;
            if (indent >= _blockColumn || text.AsSpan().Trim(" \t").Length == 0)
                continue;
            var isComment = isFlow && text[indent] == '#';
            var isClosing = isFlow && line == end.Line - 1 && indent == _blockColumn - 1 && end.Column == indent + 1;
            if (!isComment && !isClosing)
                throw new YamlFault(message, _document.Line + (int)line, indent + 1);
        }
    }

    private static string? AnchorOf(NodeEvent node) => node.Anchor.IsEmpty ? null : node.Anchor.Value;

    private (int Line, int Column) PlaceOf(ParsingEvent happened) => (_document.Line + (int)happened.Start.Line - 1, (int)happened.Start.Column);

    private YamlFault Fault(string message, Mark mark) => new(message, _document.Line + (int)mark.Line - 1, (int)mark.Column);
}
