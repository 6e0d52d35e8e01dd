using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Kinds;

/// <summary>A field of a custom kind that refers to other entities.</summary>
/// <param name="Path">Member names from the root, such as <c>spec</c>, <c>producedBy</c>.</param>
/// <param name="Type">Type of the relation from the entity to what it names.</param>
/// <param name="Reverse">Type of the relation back; null when there is none.</param>
/// <param name="DefaultKind">Kind of a bare name; null: the kind must be written.</param>
/// <param name="InDefaultNamespace">Whether a bare name is in namespace <c>default</c>, and not in the entity's own.</param>
/// <param name="AllowedKinds">References to other kinds are passed over; null when all are meant.</param>
public sealed record RelationField(
    IReadOnlyList<string> Path, string Type, string? Reverse, string? DefaultKind, bool InDefaultNamespace, IReadOnlyList<string>? AllowedKinds);

/// <summary>
/// A kind that is data: declared by an entity of kind <c>Kind</c>, in the shape of a kind in Backstage's catalog model layers.
/// </summary>
/// <param name="Name">As documents write it, in exact case.</param>
/// <param name="SpecType">Only documents with this <c>spec.type</c> are of it; null for all.</param>
/// <param name="Schema">What a document must hold.</param>
public sealed record CustomKind(string Name, IReadOnlyList<string> ApiVersions, string? SpecType, JsonElement? Schema, IReadOnlyList<RelationField> Relations)
{
    public const string Declaration = "Kind";
    public const string ApiVersion = "eventcatalog.dev/v1";

    /// <summary>What a descriptor of kind <c>Kind</c> declares; null for any other descriptor.</summary>
    /// <param name="descriptor">A sound descriptor.</param>
    public static CustomKind? In(JsonElement descriptor)
    {
        if (Descriptor.Text(descriptor, "kind") is not Declaration || Descriptor.Text(descriptor, "apiVersion") is not ApiVersion)
            return null;
        return new CustomKind(
            Descriptor.Text(descriptor, "spec", "kind")!,
            Texts(Descriptor.At(descriptor, "spec", "apiVersions")),
            Descriptor.Text(descriptor, "spec", "type"),
            Descriptor.At(descriptor, "spec", "schema"),
            Descriptor.At(descriptor, "spec", "relations") is { ValueKind: JsonValueKind.Array } relations ? [.. relations.EnumerateArray().Select(Field)] : []);
    }

    /// <summary>Whether a document is of this kind.</summary>
    public bool Claims(JsonElement document) =>
        string.Equals(Descriptor.Text(document, "kind"), Name, StringComparison.Ordinal)
        && ApiVersions.Contains(Descriptor.Text(document, "apiVersion"), StringComparer.Ordinal)
        && (SpecType is null || string.Equals(Descriptor.Text(document, "spec", "type"), SpecType, StringComparison.Ordinal));

    internal Fault? FaultOf(JsonElement document) =>
        Schema is { } schema && JsonSchema.FirstMisfit(schema, document, "") is { } misfit
            ? new Fault($"{Name.ToLowerInvariant()}-spec", misfit.Pointer, $"{misfit.Place} {misfit.Message} - {misfit.Detail}")
            : null;

    private static RelationField Field(JsonElement field) => new(
        Descriptor.Text(field, "field")!.Split('.'),
        Descriptor.Text(field, "type")!,
        Descriptor.Text(field, "reverse"),
        Descriptor.Text(field, "defaultKind"),
        Descriptor.Text(field, "defaultNamespace") is "default",
        Descriptor.At(field, "allowedKinds") is { } kinds ? Texts(kinds) : null);

    internal static IReadOnlyList<string> Texts(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)] : [];
}
