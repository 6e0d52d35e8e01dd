using static EventCatalog.Domain.Descriptors.Rules.Shape;

namespace EventCatalog.Domain.Descriptors.Rules.Kinds;

internal sealed class UserSpec() : KindSpec("User", "user-spec", Spec, Backstage)
{
    private static readonly MapShape Spec = new(
    [
        ("profile", MapOf(("displayName", SomeText), ("email", SomeText), ("picture", SomeText))),
        ("memberOf", SomeTexts),
    ])
    {
        Required = ["memberOf"],
    };
}
