using System.Text.Json;
using System.Text.Json.Nodes;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.ReadModels.Entities;

/// <summary>The entity as it is shown: its descriptor and the annotations the catalog itself writes.</summary>
public static class FinalEntity
{
    public static JsonElement Of(JsonElement descriptor, DescriptorLocation location, bool orphaned)
    {
        var entity = JsonNode.Parse(descriptor.GetRawText())!.AsObject();
        var metadata = entity["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations)
            metadata["annotations"] = annotations = [];
        foreach (var (key, value) in WrittenAnnotations.Of(location, descriptor))
            annotations[key] = value;
        if (orphaned)
            annotations["backstage.io/orphan"] = "true";
        return JsonSerializer.SerializeToElement(entity);
    }
}
