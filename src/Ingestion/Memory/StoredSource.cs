using System.Collections.Immutable;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Sources;

namespace EventCatalog.Ingestion.Memory;

/// <summary>A source's state as JSON, whose problems are a list because JSON has no keys of several parts.</summary>
internal sealed record StoredSource(bool Registered, string? Type, string? Target, string? Pattern, string? Origin, string? UnreachableBecause, IReadOnlyList<Problem> Problems,
    IReadOnlyDictionary<string, Missing>? Missing = null, bool? History = null, string? ToldUpTo = null)
{
    public static string Write(Source source) => JsonSerializer.Serialize(new StoredSource(
        source.Registered, source.Type, source.Target, source.Pattern, source.Origin, source.UnreachableBecause, [.. source.Problems.Values],
        source.Missing.IsEmpty ? null : source.Missing.ToDictionary(entity => entity.Key.ToString(), entity => entity.Value, StringComparer.Ordinal), source.History, source.ToldUpTo));

    public static Source Parse(string json)
    {
        var stored = JsonSerializer.Deserialize<StoredSource>(json)!;
        return new Source(stored.Registered, stored.Type, stored.Target, stored.Pattern, stored.Origin, stored.UnreachableBecause,
            stored.Problems.ToImmutableDictionary(problem => problem.Key))
        {
            Missing = stored.Missing?.ToImmutableDictionary(entity => EntityRef.Parse(entity.Key), entity => entity.Value) ?? ImmutableDictionary<EntityRef, Missing>.Empty,
            History = stored.History,
            ToldUpTo = stored.ToldUpTo,
        };
    }
}
