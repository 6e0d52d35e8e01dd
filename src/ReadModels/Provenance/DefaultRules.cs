using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.ReadModels.Entities;

namespace EventCatalog.ReadModels.Provenance;

/// <summary>What the catalog says of an entity although its descriptor does not, by name.</summary>
internal static class DefaultRules
{
    /// <summary>An annotation that the catalog writes: where the descriptor stands, where it is seen and edited, that it is an orphan.</summary>
    public const string WrittenAnnotation = "written-annotation";

    /// <summary>The namespace of what names none. The log does not tell whether the file spells it out.</summary>
    public const string DefaultNamespace = "default-namespace";

    /// <summary>The rule a value follows from; null where a descriptor says it.</summary>
    public static string? NameOf(FieldPath field, Entity.Live live, JsonElement? value)
    {
        if (field.Annotation is { } annotation && FinalEntity.AnnotationsOf(live.Descriptor, live.Location, live.Orphaned).ContainsKey(annotation))
            return WrittenAnnotation;
        return field.Pointer is "/metadata/namespace" && value is { ValueKind: JsonValueKind.String } name && name.ValueEquals(EntityRef.DefaultNamespace)
            ? DefaultNamespace
            : null;
    }
}
