using System.Text.Json;
using System.Text.Json.Nodes;
using EventCatalog.Domain.Descriptors.Kinds;

namespace EventCatalog.Domain.Descriptors;

/// <summary>The form in which the catalog keeps a sound descriptor, so that two spellings of the same thing are no change.</summary>
internal static class Normalised
{
    private static readonly string[] SortedLists =
        ["providesApis", "consumesApis", "dependsOn", "dependencyOf", "memberOf", "children", "members"];

    /// <summary>As <see cref="Of(JsonElement)"/>, with what its kind declares to be relations.</summary>
    public static JsonElement Of(JsonElement document, CustomKind kind)
    {
        var root = JsonNode.Parse(Of(document).GetRawText())!.AsObject();
        DeclaredRelations.Sort(root, kind);
        if (DeclaredRelations.Of(document, kind) is { Count: > 0 } relations)
            root[DeclaredRelations.Member] = relations;
        return JsonSerializer.SerializeToElement(root);
    }

    /// <summary>
    /// The default namespace written, empty annotations left out, lists of references in ordinal order; everything else as it was.
    /// </summary>
    public static JsonElement Of(JsonElement document)
    {
        if (Descriptor.At(document, "metadata", "namespace") is not null && !NeedsOrder(document) && !HasEmptyAnnotations(document))
            return document.Clone();

        var root = JsonNode.Parse(document.GetRawText())!.AsObject();
        var metadata = root["metadata"]!.AsObject();
        if (metadata["namespace"] is null)
            metadata["namespace"] = EntityRef.DefaultNamespace;
        if (HasEmptyAnnotations(document))
            metadata.Remove("annotations");
        foreach (var list in SortedLists)
        {
            if (Texts(Descriptor.At(document, "spec", list)) is { } texts)
                root["spec"]![list] = new JsonArray([.. texts.Order(StringComparer.Ordinal).Select(text => JsonValue.Create(text))]);
        }

        return JsonSerializer.SerializeToElement(root);
    }

    private static bool NeedsOrder(JsonElement document) =>
        SortedLists.Any(list => Texts(Descriptor.At(document, "spec", list)) is { } texts
            && !texts.SequenceEqual(texts.Order(StringComparer.Ordinal), StringComparer.Ordinal));

    // `annotations:` with nothing behind it is common; Backstage reads it as no annotations.
    private static bool HasEmptyAnnotations(JsonElement document) =>
        Descriptor.At(document, "metadata", "annotations") is { ValueKind: not JsonValueKind.Object };

    private static string[]? Texts(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : null;
}
