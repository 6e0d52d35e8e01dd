using System.Text.Json;
using EventCatalog.Domain.Descriptors.Rules;

namespace EventCatalog.Domain.Descriptors;

/// <summary>Judges documents as Backstage's catalog does. Source: the policies and validators of its catalog backend 4.0.0.</summary>
public static class DescriptorRules
{
    /// <summary>So many objects and lists may stand inside each other, the document included.</summary>
    public const int MaxDepth = 48;

    /// <summary>What keeps a document from being an entity at all, whatever its placeholders bring; null when nothing does.</summary>
    public static Fault? FaultOfEnvelope(JsonElement document) =>
        AllRules.OfEnvelope.Select(rule => rule.Check(document)).FirstOrDefault(fault => fault is not null);

    /// <summary>Asks every rule in order; the first that is broken decides.</summary>
    /// <param name="document">One document of a descriptor file, its placeholders resolved.</param>
    public static Verdict Judge(JsonElement document)
    {
        foreach (var rule in AllRules.InOrder)
        {
            if (rule.Check(document) is { } fault)
                return Verdict.Refused(fault);
        }

        return Verdict.Sound(Normalised.Of(document));
    }
}
