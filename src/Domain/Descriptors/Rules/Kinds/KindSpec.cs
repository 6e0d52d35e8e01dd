using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules.Kinds;

/// <summary>What the <c>spec</c> of one kind must hold; documents of other kinds keep the rule.</summary>
internal abstract class KindSpec(string kind, string rule, MapShape spec, params string[] apiVersions) : IDescriptorRule
{
    private readonly MapShape _entity = new([("spec", spec)]) { Required = ["spec"] };

    protected static string[] Backstage { get; } = ["backstage.io/v1alpha1", "backstage.io/v1beta1"];

    public bool HasName(JsonElement document) => string.Equals(Descriptor.Text(document, "kind"), kind, StringComparison.Ordinal);

    public bool Claims(JsonElement document) =>
        HasName(document) && apiVersions.Contains(Descriptor.Text(document, "apiVersion"), StringComparer.Ordinal);

    public bool IsOf(string name, string apiVersion) =>
        string.Equals(name, kind, StringComparison.OrdinalIgnoreCase) && apiVersions.Contains(apiVersion, StringComparer.Ordinal);

    public Fault? Check(JsonElement document) =>
        Claims(document) && _entity.FirstMisfit(document, "") is { } misfit
            ? new Fault(rule, misfit.Pointer, $"{misfit.Place} {misfit.Message} - {misfit.Detail}")
            : null;
}
