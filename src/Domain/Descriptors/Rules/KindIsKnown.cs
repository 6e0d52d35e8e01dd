using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>Some kind of the catalog claims this <c>kind</c>, in exact case, at this <c>apiVersion</c>.</summary>
internal sealed class KindIsKnown : IDescriptorRule
{
    public Fault? Check(JsonElement document) =>
        AllRules.Kinds.Any(kind => kind.Claims(document))
            ? null
            : new Fault(
                "kind-is-known",
                AllRules.Kinds.Any(kind => kind.HasName(document)) ? "/apiVersion" : "/kind",
                $"No processor recognized the entity {Descriptor.RefOf(document)} as valid, possibly caused by a foreign kind or apiVersion");
}
