using System.Text.Json;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>One target of a Location.</summary>
/// <param name="Text">As written.</param>
/// <param name="Pointer">Where in the document.</param>
internal sealed record LocationTarget(string Text, string Pointer);

/// <summary>What a Location entity refers to.</summary>
/// <param name="Type">Null when the Location leaves it to the place it stands in.</param>
internal sealed record LocationTargets(string? Type, bool Required, IReadOnlyList<LocationTarget> Targets)
{
    /// <summary>Null for entities of other kinds.</summary>
    public static LocationTargets? Of(JsonElement descriptor)
    {
        if (Descriptor.Text(descriptor, "kind") is not "Location")
            return null;
        var targets = new List<LocationTarget>();
        if (Descriptor.Text(descriptor, "spec", "target") is { } target)
            targets.Add(new LocationTarget(target, "/spec/target"));
        if (Descriptor.At(descriptor, "spec", "targets") is { ValueKind: JsonValueKind.Array } list)
            targets.AddRange(list.EnumerateArray().Select((item, index) => new LocationTarget(item.GetString()!, FormattableString.Invariant($"/spec/targets/{index}"))));
        return new LocationTargets(Descriptor.Text(descriptor, "spec", "type"), Descriptor.Text(descriptor, "spec", "presence") is not "optional", targets);
    }
}
