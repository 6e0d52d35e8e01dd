using static EventCatalog.Domain.Descriptors.Rules.Shape;

namespace EventCatalog.Domain.Descriptors.Rules.Kinds;

internal sealed class ResourceSpec() : KindSpec("Resource", "resource-spec", Spec, Backstage)
{
    private static readonly MapShape Spec = new(
    [
        ("type", SomeText),
        ("owner", SomeText),
        ("dependsOn", SomeTexts),
        ("system", SomeText),
    ])
    {
        Required = ["type", "owner"],
    };
}
