using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>
/// Keeps only the named paths of an entity. A part of a path that is no member may be the beginning of one whose name has dots, as those of
/// annotations have. What is not there is left out.
/// </summary>
public sealed class FieldSelection
{
    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string[] fields;

    private FieldSelection(string[] fields) => this.fields = fields;

    /// <summary>Null when no field is named: then an entity is answered whole.</summary>
    /// <param name="given">Paths, or comma lists of them.</param>
    /// <exception cref="BadQueryException">A path has brackets in it.</exception>
    public static FieldSelection? Of(IEnumerable<string?> given)
    {
        var named = given.SelectMany(list => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal).ToArray();
        return Array.Find(named, field => field.Contains('[', StringComparison.Ordinal)) is { } list
            ? throw new BadQueryException($"Invalid field \"{list}\", array type fields are not supported")
            : named.Length == 0 ? null : new FieldSelection(named);
    }

    public byte[] From(byte[] entity)
    {
        var whole = JsonElement.Parse(entity);
        var kept = new JsonObject();
        foreach (var field in fields)
        {
            if (Find(whole, field) is not { } found)
                continue;
            var place = kept;
            foreach (var step in found.Path.SkipLast(1))
            {
                if (place[step] is not JsonObject inner)
                    place[step] = inner = [];
                place = inner;
            }

            place[found.Path[^1]] = JsonSerializer.SerializeToNode(found.Value);
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Written);
        kept.WriteTo(json);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static (List<string> Path, JsonElement Value)? Find(JsonElement value, string field)
    {
        var path = new List<string>();
        var pending = "";
        foreach (var part in field.Split('.'))
        {
            var name = pending.Length == 0 ? part : $"{pending}.{part}";
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member))
            {
                path.Add(name);
                (value, pending) = (member, "");
            }
            else
            {
                pending = name;
            }
        }

        return pending.Length == 0 ? (path, value) : null;
    }
}
