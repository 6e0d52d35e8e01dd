using static EventCatalog.Domain.Descriptors.Rules.Shape;

namespace EventCatalog.Domain.Descriptors.Rules.Kinds;

internal sealed class GroupSpec() : KindSpec("Group", "group-spec", Spec, Backstage)
{
    private static readonly MapShape Spec = new(
    [
        ("type", SomeText),
        ("profile", MapOf(("displayName", SomeText), ("email", SomeText), ("picture", SomeText))),
        ("parent", SomeText),
        ("children", SomeTexts),
        ("members", SomeTexts),
    ])
    {
        Required = ["type", "children"],
    };
}
