using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>One thing that must be true of a document. Rules are asked in the order of <see cref="AllRules"/> and may rely on those before them.</summary>
internal interface IDescriptorRule
{
    /// <summary>The fault, or null when the rule is kept.</summary>
    Fault? Check(JsonElement document);
}
