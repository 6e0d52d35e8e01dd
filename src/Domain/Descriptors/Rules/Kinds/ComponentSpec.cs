using static EventCatalog.Domain.Descriptors.Rules.Shape;

namespace EventCatalog.Domain.Descriptors.Rules.Kinds;

internal sealed class ComponentSpec() : KindSpec("Component", "component-spec", Spec, Backstage)
{
    private static readonly MapShape Spec = new(
    [
        ("type", SomeText),
        ("lifecycle", SomeText),
        ("owner", SomeText),
        ("system", SomeText),
        ("subcomponentOf", SomeText),
        ("providesApis", SomeTexts),
        ("consumesApis", SomeTexts),
        ("dependsOn", SomeTexts),
    ])
    {
        Required = ["type", "lifecycle", "owner"],
    };
}
