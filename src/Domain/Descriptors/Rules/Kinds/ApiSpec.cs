using static EventCatalog.Domain.Descriptors.Rules.Shape;

namespace EventCatalog.Domain.Descriptors.Rules.Kinds;

internal sealed class ApiSpec() : KindSpec("API", "api-spec", Spec, Backstage)
{
    private static readonly MapShape Spec = new(
    [
        ("type", SomeText),
        ("lifecycle", SomeText),
        ("owner", SomeText),
        ("system", SomeText),
        ("definition", SomeText),
    ])
    {
        Required = ["type", "lifecycle", "owner", "definition"],
    };
}
