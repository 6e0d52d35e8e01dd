using System.Text.Json;
using static EventCatalog.Domain.Descriptors.Rules.Shape;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>The types of all common fields, and no other root fields. Source: Backstage's Entity and EntityMeta schemas.</summary>
internal sealed class EntityIsWellFormed : IDescriptorRule
{
    private static readonly Shape Relation = new MapShape([("type", SomeText), ("targetRef", SomeText)]) { Required = ["type", "targetRef"], Others = null };

    private static readonly Shape Link = new MapShape([("url", SomeText), ("title", SomeText), ("icon", SomeText), ("type", SomeText)]) { Required = ["url"] };

    private static readonly Shape Metadata = new MapShape(
    [
        ("uid", SomeText),
        ("etag", SomeText),
        ("name", SomeText),
        ("namespace", SomeText),
        ("title", SomeText),
        ("description", Text),
        ("labels", new MapShape([]) { Others = Text }),
        ("annotations", new AnnotationsShape()),
        ("tags", SomeTexts),
        ("links", ListOf(Link)),
    ])
    {
        Required = ["name"],
    };

    private static readonly Shape Entity = new MapShape(
    [
        ("apiVersion", SomeText),
        ("kind", SomeText),
        ("metadata", Metadata),
        ("spec", Map),
        ("relations", ListOf(Relation)),
        ("status", MapOf(("items", ListOf(Map)))),
    ])
    {
        Required = ["apiVersion", "kind", "metadata"],
        Others = null,
    };

    public Fault? Check(JsonElement document) =>
        Entity.FirstMisfit(document, "") is { } misfit
            ? new Fault("entity-is-well-formed", misfit.Pointer, $"Malformed envelope, {misfit.Place} {misfit.Message}")
            : null;

    /// <summary>Texts, whatever the file says of the annotations that the catalog overwrites anyway.</summary>
    private sealed record AnnotationsShape : Shape
    {
        public override Misfit? FirstMisfit(JsonElement value, string pointer) =>
            value.ValueKind != JsonValueKind.Object
                ? null
                : value.EnumerateObject()
                    .Where(annotation => !WrittenAnnotations.Overwrite(annotation.Name) && annotation.Name.Length > 0)
                    .Select(annotation => Text.FirstMisfit(annotation.Value, Step(pointer, annotation.Name)))
                    .FirstOrDefault(misfit => misfit is not null);
    }
}
