using System.Text.Json;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Domain.Entities;

/// <summary>What a source says at a path counts, whichever source has the entity.</summary>
/// <param name="Path">JSON pointer, such as <c>/spec/profile</c>; all below it goes with it.</param>
/// <param name="Source">Id of the source.</param>
public sealed record PrecedenceRule(string Path, string Source);

/// <summary>Puts together what several sources say of one entity.</summary>
public static class Precedence
{
    /// <summary>
    /// The descriptor of the source that has the entity, with the values of others where a rule says so. For each path the first rule counts whose
    /// source says something there; that of the holder itself leaves the value as it is.
    /// </summary>
    public static JsonElement Merge(string holder, JsonElement descriptor, IEnumerable<Claim> claims, IReadOnlyList<PrecedenceRule> rules)
    {
        if (rules.Count == 0)
            return descriptor;
        var said = claims.ToDictionary(claim => claim.Location.Source, claim => claim.Descriptor, StringComparer.Ordinal);
        said[holder] = descriptor;
        var changes = rules.GroupBy(rule => rule.Path, StringComparer.Ordinal)
            .Select(path => (Rule: path.FirstOrDefault(rule => said.TryGetValue(rule.Source, out var its) && At(its, path.Key) is not null), Path: path.Key))
            .Where(path => path.Rule is not null && !string.Equals(path.Rule.Source, holder, StringComparison.Ordinal))
            .Select(path => new FieldChange(path.Path, null, At(said[path.Rule!.Source], path.Path)));
        return FieldChange.Apply(descriptor, changes);
    }

    private static JsonElement? At(JsonElement descriptor, string pointer) => Descriptor.At(descriptor, FieldChange.Steps(pointer));
}
