using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>A kind that may be declared; with a type, only entities whose <c>spec.type</c> it is. Compared without case.</summary>
public sealed record AllowedKind(string Kind, string? Type = null);

/// <summary>Sources a rule is for.</summary>
/// <param name="Type">Such as <c>url</c>, <c>git</c>, <c>file</c>.</param>
/// <param name="Exact">Its target, as it is registered.</param>
/// <param name="Pattern">A glob over targets, without case; hidden names match too.</param>
public sealed record RuleLocation(string Type, string? Exact, string? Pattern);

/// <summary>Kinds that may be declared, by any source or by some.</summary>
public sealed record KindRule(IReadOnlyList<AllowedKind> Allow, IReadOnlyList<RuleLocation>? Locations = null);

/// <summary>Which source may declare which kinds. Source: <c>catalog.rules</c> of Backstage, whose CatalogRules decides alike.</summary>
/// <param name="Rules">One that allows is enough; none at all allow everything.</param>
public sealed record KindRules(IReadOnlyList<KindRule> Rules)
{
    public const string Rule = "kind-is-allowed";

    public static readonly KindRules Everything = new([]);

    /// <summary>Whether a source may declare an entity.</summary>
    /// <param name="descriptor">A sound descriptor.</param>
    /// <param name="origin">Location reference of the registration that led to it.</param>
    public bool Allow(JsonElement descriptor, string origin) =>
        Rules.Count == 0 || Rules.Any(rule => IsFor(rule, origin) && rule.Allow.Any(allowed => Fits(allowed, descriptor)));

    private static bool IsFor(KindRule rule, string origin) =>
        rule.Locations is not { } locations
        || (LocationRef.TryParse(origin, out var place) && locations.Any(location =>
            string.Equals(location.Type, place.Type, StringComparison.Ordinal)
            && (location.Exact is null || string.Equals(location.Exact, place.Target, StringComparison.Ordinal))
            && (location.Pattern is null || new Glob(location.Pattern.ToLowerInvariant(), hiddenToo: true).IsMatch(place.Target.ToLowerInvariant()))));

    private static bool Fits(AllowedKind allowed, JsonElement descriptor) =>
        string.Equals(allowed.Kind, Descriptor.Text(descriptor, "kind"), StringComparison.OrdinalIgnoreCase)
        && (allowed.Type is null || string.Equals(allowed.Type, Descriptor.Text(descriptor, "spec", "type"), StringComparison.OrdinalIgnoreCase));
}
