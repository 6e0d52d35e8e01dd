using System.Text.Json;

namespace EventCatalog.Domain.Descriptors;

/// <summary>Reads what every sound descriptor says: the JSON form of <c>apiVersion</c>, <c>kind</c>, <c>metadata</c>, <c>spec</c>.</summary>
public static class Descriptor
{
    /// <summary>The reference it declares.</summary>
    public static EntityRef RefOf(JsonElement descriptor) => new(
        Text(descriptor, "kind")!,
        Text(descriptor, "metadata", "namespace") ?? EntityRef.DefaultNamespace,
        Text(descriptor, "metadata", "name")!);

    /// <summary>The owner it declares, a Group unless another kind is written; null when it declares none.</summary>
    public static EntityRef? OwnerOf(JsonElement descriptor) =>
        EntityRef.TryParse(Text(descriptor, "spec", "owner"), out var owner, "group", RefOf(descriptor).Namespace) ? owner : null;

    public static string? LifecycleOf(JsonElement descriptor) => Text(descriptor, "spec", "lifecycle");

    /// <summary>The string at a path of members; null when there is none or it is not a string.</summary>
    public static string? Text(JsonElement descriptor, params ReadOnlySpan<string> path) =>
        At(descriptor, path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The value at a path of members; null when there is none.</summary>
    public static JsonElement? At(JsonElement descriptor, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (descriptor.ValueKind != JsonValueKind.Object || !descriptor.TryGetProperty(step, out descriptor))
                return null;
        }

        return descriptor;
    }
}
