using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventCatalog.Domain.Descriptors;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Relations;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>One whole entity in the form Backstage's catalog answers it: long texts in place, with relations, status, uid and etag.</summary>
public static class EntityText
{
    private const string Rejected = "https://backstage.io/annotation-rejected-for-security-reasons";
    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same for one identity for ever: an entity that returns, or goes on under another name, is the same entity.</summary>
    public static Guid UidOf(string id) => new(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));

    /// <summary>The JSON of an entity, in UTF-8.</summary>
    /// <param name="id">What it is identified by, whatever its name: <see cref="EntityVersion.Id"/>.</param>
    /// <param name="relations">Distinct, in the order they are to be shown in.</param>
    /// <param name="problems">What was refused of its descriptor since.</param>
    /// <param name="texts">The long texts its descriptor names by hash.</param>
    public static byte[] Of(
        string id, JsonElement descriptor, DescriptorLocation location, bool orphaned,
        IEnumerable<RelationRow> relations, IReadOnlyCollection<string> problems, IReadOnlyDictionary<string, string> texts)
    {
        var entity = JsonObject.Create(LargeBodies.HashesIn(descriptor).Any() ? LargeBodies.Attach(descriptor, texts) : descriptor)!;
        var metadata = entity["metadata"]!.AsObject();
        metadata["namespace"] ??= Domain.EntityRef.DefaultNamespace;
        Annotate(metadata, FinalEntity.AnnotationsOf(descriptor, location, orphaned));
        entity["relations"] = new JsonArray([.. relations.Select(relation => new JsonObject { ["type"] = relation.Type, ["targetRef"] = relation.TargetRef })]);
        if (problems.Count > 0)
            entity["status"] = new JsonObject { ["items"] = new JsonArray([.. problems.Select(StatusOf)]) };

        metadata["uid"] = UidOf(id).ToString();
        metadata["etag"] ??= Fingerprint(entity);
        return Utf8(entity.WriteTo);
    }

    private static void Annotate(JsonObject metadata, IReadOnlyDictionary<string, string> written)
    {
        if (metadata["annotations"] is not JsonObject annotations)
            metadata["annotations"] = annotations = [];
        foreach (var (key, value) in written)
            annotations[key] = value;
        foreach (var address in new[] { WrittenAnnotations.ViewUrl, WrittenAnnotations.EditUrl })
        {
            if (annotations[address] is JsonValue text && text.TryGetValue<string>(out var target) && LocationRef.IsScript(target))
                annotations[address] = Rejected;
        }
    }

    // As Backstage says that processing fails while the last good version stays.
    private static JsonObject StatusOf(string problem) => new()
    {
        ["type"] = "backstage.io/catalog-processing",
        ["level"] = "error",
        ["message"] = $"InputError: {problem}",
        ["error"] = new JsonObject { ["name"] = "InputError", ["message"] = problem },
    };

    /// <summary>Hex SHA-1 of the JSON with sorted keys: a fingerprint as Backstage makes it, no protection.</summary>
    private static JsonValue Fingerprint(JsonObject entity)
    {
        var plain = JsonElement.Parse(Utf8(entity.WriteTo));
        return JsonValue.Create(Convert.ToHexStringLower(SHA1.HashData(Utf8((json, _) => WriteSorted(json, plain)))));
    }

    private static void WriteSorted(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(member.Name);
                    WriteSorted(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    WriteSorted(json, item);
                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static byte[] Utf8(Action<Utf8JsonWriter, JsonSerializerOptions?> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, Written);
        write(json, null);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
