using static EventCatalog.Domain.Descriptors.Rules.Shape;

namespace EventCatalog.Domain.Descriptors.Rules.Kinds;

internal sealed class DomainSpec() : KindSpec("Domain", "domain-spec", Spec, Backstage)
{
    private static readonly MapShape Spec = new(
    [
        ("owner", SomeText),
        ("subdomainOf", SomeText),
        ("type", SomeText),
    ])
    {
        Required = ["owner"],
    };
}
