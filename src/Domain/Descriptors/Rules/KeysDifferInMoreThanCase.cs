using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>Filters ignore case, so two paths of an entity may not differ by case alone. Source: <c>buildEntitySearch</c> of Backstage's catalog.</summary>
internal sealed class KeysDifferInMoreThanCase : IDescriptorRule
{
    public Fault? Check(JsonElement document)
    {
        var clashes = FacetRow.PathsOf(document)
            .Distinct(StringComparer.Ordinal)
            .GroupBy(path => path.ToLowerInvariant(), StringComparer.Ordinal)
            .Where(paths => paths.Skip(1).Any())
            .Select(paths => paths.Key)
            .ToArray();
        return clashes.Length == 0
            ? null
            : new Fault("keys-differ-in-more-than-case", "", $"Entity has duplicate keys that vary only in casing, '{string.Join("', '", clashes)}'");
    }
}
