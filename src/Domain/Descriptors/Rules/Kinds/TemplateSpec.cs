using static EventCatalog.Domain.Descriptors.Rules.Shape;

namespace EventCatalog.Domain.Descriptors.Rules.Kinds;

/// <summary>A software template. Source: the TemplateV1beta3 schema of Backstage's scaffolder-common 2.3.0.</summary>
internal sealed class TemplateSpec() : KindSpec("Template", "template-spec", Spec, "scaffolder.backstage.io/v1beta3")
{
    private static readonly (string, Shape) Permissions = ("backstage:permissions", MapOf(("tags", ListOf(Text))));

    private static readonly Shape Parameters = MapOf(Permissions);

    private static readonly Shape Decorators = ListOf(MapOf(("id", Text), ("input", Map)));

    private static readonly Shape Step = new MapShape(
        [("id", Text), ("name", Text), ("action", Text), ("input", Map), ("if", TextOrBoolean), Permissions])
    {
        Required = ["action"],
    };

    private static readonly Shape Link = MapOf(("if", TextOrBoolean), ("url", SomeText), ("entityRef", SomeText), ("title", SomeText), ("icon", SomeText));

    private static readonly Shape Blurb = MapOf(("if", TextOrBoolean), ("title", SomeText), ("icon", SomeText), ("content", Text));

    private static readonly Shape Buttons = MapOf(("backButtonText", Text), ("createButtonText", Text), ("reviewButtonText", Text));

    private static readonly MapShape Spec = new(
    [
        ("type", SomeText),
        ("owner", SomeText),
        ("lifecycle", SomeText),
        ("parameters", EitherOf(Parameters, ListOf(Parameters))),
        ("secrets", MapOf(("schema", Map))),
        ("presentation", MapOf(("buttonLabels", Buttons))),
        ("EXPERIMENTAL_recovery", MapOf(("EXPERIMENTAL_strategy", Text))),
        ("formDecorators", Decorators),
        ("EXPERIMENTAL_formDecorators", Decorators),
        ("steps", ListOf(Step)),
        ("output", new MapShape([("links", ListOf(Link)), ("text", ListOf(Blurb))]) { Others = Text }),
    ])
    {
        Required = ["type", "steps"],
    };
}
