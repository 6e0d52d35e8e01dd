using static EventCatalog.Domain.Descriptors.Rules.Shape;

namespace EventCatalog.Domain.Descriptors.Rules.Kinds;

internal sealed class SystemSpec() : KindSpec("System", "system-spec", Spec, Backstage)
{
    private static readonly MapShape Spec = new(
    [
        ("owner", SomeText),
        ("domain", SomeText),
        ("type", SomeText),
    ])
    {
        Required = ["owner"],
    };
}
