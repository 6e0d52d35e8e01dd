using System.Text.Json;
using EventCatalog.Domain.Descriptors.Kinds;
using EventCatalog.Domain.Descriptors.Rules;

namespace EventCatalog.Domain.Descriptors;

/// <summary>Judges documents as Backstage's catalog does. Source: the policies and validators of its catalog backend 4.0.0.</summary>
public static class DescriptorRules
{
    /// <summary>So many objects and lists may stand inside each other, the document included.</summary>
    public const int MaxDepth = 48;

    /// <summary>What keeps a document from being an entity at all, whatever its placeholders bring; null when nothing does.</summary>
    public static Fault? FaultOfEnvelope(JsonElement document) =>
        FirstFault(AllRules.OfEnvelope, document);

    /// <summary>Asks every rule in order; the first that is broken decides.</summary>
    /// <param name="document">One document of a descriptor file, its placeholders resolved.</param>
    /// <param name="model">The kinds beside the built-in ones; null for none.</param>
    public static Verdict Judge(JsonElement document, CatalogModel? model = null)
    {
        if (FirstFault(AllRules.OfEveryKind, document) is { } fault)
            return Verdict.Refused(fault);
        if ((model ?? CatalogModel.BuiltIn).KindOf(document) is not { } custom)
            return FirstFault(AllRules.OfBuiltInKinds, document) is { } wrong ? Verdict.Refused(wrong) : Verdict.Sound(Normalised.Of(document));
        return (custom.FaultOf(document) ?? new RelationsAreResolvable().Check(document) ?? DeclaredRelations.FaultIn(document, custom) ?? new KeysDifferInMoreThanCase().Check(document)) is { } misfit
            ? Verdict.Refused(misfit)
            : Verdict.Sound(Normalised.Of(document, custom));
    }

    private static Fault? FirstFault(IEnumerable<IDescriptorRule> rules, JsonElement document) =>
        rules.Select(rule => rule.Check(document)).FirstOrDefault(fault => fault is not null);
}
