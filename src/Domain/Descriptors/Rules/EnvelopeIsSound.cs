using System.Text.Json;
using static EventCatalog.Domain.Descriptors.Rules.Shape;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>The least a document must say to be an entity at all: version, kind and name. Source: Backstage's EntityEnvelope schema.</summary>
internal sealed class EnvelopeIsSound : IDescriptorRule
{
    private static readonly Shape Envelope = new MapShape(
    [
        ("apiVersion", SomeText),
        ("kind", SomeText),
        ("metadata", new MapShape([("name", SomeText), ("namespace", SomeText)]) { Required = ["name"] }),
    ])
    {
        Required = ["apiVersion", "kind", "metadata"],
    };

    public Fault? Check(JsonElement document) =>
        Envelope.FirstMisfit(document, "") is { } misfit
            ? new Fault("envelope-is-sound", misfit.Pointer, $"{misfit.Place} {misfit.Message} - {misfit.Detail}")
            : null;
}
