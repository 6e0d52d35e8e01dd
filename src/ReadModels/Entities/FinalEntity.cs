using System.Text.Json;
using System.Text.Json.Nodes;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.ReadModels.Entities;

/// <summary>The entity as it is shown: its descriptor and the annotations the catalog itself writes.</summary>
public static class FinalEntity
{
    private const string Orphan = "backstage.io/orphan";

    public static JsonElement Of(JsonElement descriptor, DescriptorLocation location, bool orphaned)
    {
        var entity = JsonNode.Parse(descriptor.GetRawText())!.AsObject();
        var metadata = entity["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations)
            metadata["annotations"] = annotations = [];
        foreach (var (key, value) in AnnotationsOf(descriptor, location, orphaned))
            annotations[key] = value;
        return JsonSerializer.SerializeToElement(entity);
    }

    /// <summary>The annotations the catalog itself writes.</summary>
    public static IReadOnlyDictionary<string, string> AnnotationsOf(JsonElement descriptor, DescriptorLocation location, bool orphaned)
    {
        var written = WrittenAnnotations.Of(location, descriptor);
        return orphaned ? new Dictionary<string, string>(written, StringComparer.Ordinal) { [Orphan] = "true" } : written;
    }
}
