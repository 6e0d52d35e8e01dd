using EventCatalog.Api.Commands;
using EventCatalog.Ingestion.Crawling;

namespace EventCatalog.Api.Hosting;

/// <summary>Reads <c>Catalog:Rules</c>, written as Backstage's <c>catalog.rules</c>: an item of <c>allow</c> is a kind, or a kind with a <c>spec.type</c>.</summary>
internal static class KindRuleSettings
{
    /// <exception cref="UsageException">A rule makes no sense; the message names it.</exception>
    public static KindRules Read(IConfigurationSection rules) => new([.. rules.GetChildren().Select(Rule)]);

    private static KindRule Rule(IConfigurationSection rule)
    {
        var allow = rule.GetSection("allow").GetChildren().Select(Kind).ToArray();
        if (allow.Length == 0)
            throw new UsageException($"{rule.Path} allows nothing: list kinds in {rule.Path}:Allow.");
        return new KindRule(allow, rule.GetSection("locations").GetChildren().Select(Location).ToArray() is { Length: > 0 } locations ? locations : null);
    }

    private static AllowedKind Kind(IConfigurationSection allowed) =>
        (allowed.Value ?? allowed["kind"]) is { Length: > 0 } kind
            ? new AllowedKind(kind, allowed["spec.type"])
            : throw new UsageException($"{allowed.Path} names no kind: write a kind such as Component, or kind and spec.type.");

    private static RuleLocation Location(IConfigurationSection location)
    {
        if (location["type"] is not { Length: > 0 } type)
            throw new UsageException($"{location.Path} has no type: write url, git or file.");
        return location["exact"] is not null && location["pattern"] is not null
            ? throw new UsageException($"{location.Path} has both exact and pattern: keep one.")
            : new RuleLocation(type, location["exact"], location["pattern"]);
    }
}
