using System.Text;
using System.Text.Json;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Ingestion.Descriptors;

/// <summary>
/// Reads descriptor files: a stream of YAML 1.2 documents (core schema, merge keys off, unique keys, at most 100 alias
/// expansions), JSON included. Its verdicts are those of the npm package <c>yaml</c> 2.x, which Backstage reads with.
/// </summary>
public static class DescriptorReader
{
    public const string NotText = "not-text";
    public const string UnsoundYaml = "yaml-is-sound";
    public const string RootIsNoMap = "root-is-a-map";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// The documents in file order, without those that are empty. A broken document is handed out with its fault and does not
    /// harm its neighbours; a file that is not text is one document with the fault <see cref="NotText"/>.
    /// </summary>
    /// <param name="utf8">The bytes of the file; how many there may be is the caller's decision.</param>
    public static IReadOnlyList<ReadDocument> Read(ReadOnlyMemory<byte> utf8)
    {
        var text = TextOf(utf8.Span, out var fault);
        return text is null
            ? [new ReadDocument(1, null, fault, SourceMap.Empty, 1)]
            : [.. DocumentText.In(text).Select(Read).OfType<ReadDocument>()];
    }

    /// <summary>The only value of a YAML text, of whatever type, and how many documents it has.</summary>
    internal static (JsonElement? Value, int Documents, string? Fault) ReadValue(ReadOnlyMemory<byte> utf8)
    {
        if (TextOf(utf8.Span, out var fault) is not { } text)
            return (null, 1, fault!.Message);
        DocumentText[] documents = [.. DocumentText.In(text)];
        if (documents is not [var only])
            return (null, documents.Length, null);
        try
        {
            return (ValueOf(only)?.Root, 1, null);
        }
        catch (YamlFault broken)
        {
            return (null, 1, broken.Message);
        }
    }

    private static string? TextOf(ReadOnlySpan<byte> utf8, out Fault? fault)
    {
        fault = null;
        if (utf8.IndexOf((byte)0) is >= 0 and var zero)
        {
            fault = new Fault(NotText, "", $"The file is not text: byte {zero} is zero");
            return null;
        }

        try
        {
            return Strict.GetString(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8);
        }
        catch (DecoderFallbackException invalid)
        {
            fault = new Fault(NotText, "", $"The file is not UTF-8 text: byte {invalid.Index} cannot be read");
            return null;
        }
    }

    private static ReadDocument? Read(DocumentText document)
    {
        try
        {
            if (ValueOf(document) is not var (root, map))
                return null;
            return root.ValueKind == JsonValueKind.Object
                ? new ReadDocument(document.Number, root, null, map, document.Line)
                : new ReadDocument(document.Number, null, new Fault(RootIsNoMap, "", $"Expected object at root, got {TypeOf(root)}"), map, document.Line);
        }
        catch (YamlFault broken)
        {
            var place = new Dictionary<string, (int, int)>(StringComparer.Ordinal) { [""] = (broken.Line, broken.Column) };
            return new ReadDocument(document.Number, null, new Fault(UnsoundYaml, "", $"YAML error: {broken.Message}"), new SourceMap(place), document.Line);
        }
    }

    private static (JsonElement Root, SourceMap Map)? ValueOf(DocumentText document)
    {
        if (document.DirectiveFault is { } directives)
            throw new YamlFault(directives, document.Line, 1);
        return YamlTree.Read(document) is not { } tree || tree is YamlNode.Scalar { Value: null } ? null : YamlToJson.Write(tree);
    }

    /// <summary>What JavaScript's <c>typeof</c> says.</summary>
    private static string TypeOf(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "object",
    };
}
