using static EventCatalog.Domain.Descriptors.Rules.Shape;

namespace EventCatalog.Domain.Descriptors.Rules.Kinds;

internal sealed class LocationSpec() : KindSpec("Location", "location-spec", Spec, Backstage)
{
    private static readonly MapShape Spec = new(
    [
        ("type", SomeText),
        ("target", SomeText),
        ("targets", SomeTexts),
        ("presence", OneOf("required", "optional")),
    ])
    {
        Required = [],
    };
}
