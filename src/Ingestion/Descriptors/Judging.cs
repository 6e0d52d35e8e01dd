using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Descriptors.Kinds;

namespace EventCatalog.Ingestion.Descriptors;

/// <summary>What a document is found to be: either <paramref name="Descriptor"/> or <paramref name="Fault"/> is given.</summary>
/// <param name="Descriptor">The sound descriptor, whole.</param>
/// <param name="Fault">The first thing that is wrong with it.</param>
/// <param name="Map">Where its values stand.</param>
public sealed record JudgedRoot(JsonElement? Descriptor, Fault? Fault, SourceMap Map);

/// <summary>Judges documents in Backstage's order: what makes it an entity at all, its placeholders, then every rule on what they brought.</summary>
public static class Judging
{
    /// <param name="root">A document as it was read.</param>
    /// <param name="map">Where its values stand.</param>
    /// <param name="read">Reads a placeholder's target as written; decides what may be read.</param>
    /// <param name="model">The kinds beside the built-in ones; null for none.</param>
    public static async ValueTask<JudgedRoot> JudgeAsync(
        JsonElement root, SourceMap map, Func<string, CancellationToken, ValueTask<PlaceholderText>> read, CancellationToken ct, CatalogModel? model = null)
    {
        if (DescriptorRules.FaultOfEnvelope(root) is { } fault)
            return new JudgedRoot(null, fault, map);
        var resolved = await Placeholders.ResolveAsync(root, map, read, ct);
        if (resolved.Root is not { } whole)
            return new JudgedRoot(null, resolved.Fault, resolved.Map);
        if (HoldsNull(whole))
            return new JudgedRoot(null, new Fault("text-is-storable", "", "A text in the document has a null character (\\0) in it, which cannot be stored"), resolved.Map);
        var verdict = DescriptorRules.Judge(whole, model);
        return new JudgedRoot(verdict.Descriptor, verdict.Fault, resolved.Map);
    }

    private static bool HoldsNull(JsonElement value) =>
        value.GetRawText().Contains("\\u0000", StringComparison.Ordinal) && HoldsNullIn(value);

    private static bool HoldsNullIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Contains('\0', StringComparison.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsNullIn),
        JsonValueKind.Object => value.EnumerateObject().Any(member => member.Name.Contains('\0', StringComparison.Ordinal) || HoldsNullIn(member.Value)),
        _ => false,
    };
}
