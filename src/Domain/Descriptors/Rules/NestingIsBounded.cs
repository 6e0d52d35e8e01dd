using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>
/// Nobody nests values this deep; what does would not fit into an event, because readers of JSON stop at 64. Backstage has no such rule.
/// </summary>
internal sealed class NestingIsBounded : IDescriptorRule
{
    public Fault? Check(JsonElement document) =>
        IsDeeper(document, DescriptorRules.MaxDepth)
            ? new Fault("nesting-is-bounded", "", $"Values are nested more than {DescriptorRules.MaxDepth} deep")
            : null;

    private static bool IsDeeper(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object => depth == 0 || value.EnumerateObject().Any(member => IsDeeper(member.Value, depth - 1)),
        JsonValueKind.Array => depth == 0 || value.EnumerateArray().Any(item => IsDeeper(item, depth - 1)),
        _ => false,
    };
}
