using System.Text.RegularExpressions;
using static EventCatalog.Domain.Facts.FactEvent;

namespace EventCatalog.Domain.Facts;

/// <summary>A source looked at an entity.</summary>
/// <param name="ObservedAt">When; becomes the time the facts took effect.</param>
public sealed record ObserveFacts(EntityRef Entity, string Source, IReadOnlyList<Fact> Facts, DateTimeOffset ObservedAt);

/// <summary>What a source last said under one name.</summary>
public sealed record KnownFact(Fact Fact, DateTimeOffset ObservedAt);

/// <summary>Keeps of an observation what is news.</summary>
public static partial class FactDecider
{
    public const int MostFacts = 200;
    public const int LongestReference = 200;
    public const int LongestText = 2000;
    public const int LongestJson = 16_000;

    public static string StreamOf(EntityRef entity) => $"facts-{entity}";

    /// <summary>
    /// The same value again is no news, unless the last observation would count as unknown before long: it is recorded again when
    /// less than half of the time is left that the new one would hold for. So a look every hour at what holds for a day leaves two events a day.
    /// </summary>
    /// <param name="known">What the source last said of the entity, by name.</param>
    /// <exception cref="RuleViolation">A name or value cannot be kept; nothing of the observation is.</exception>
    public static IReadOnlyList<FactEvent> Decide(ObserveFacts seen, IReadOnlyDictionary<string, KnownFact> known)
    {
        Check(seen);
        Fact[] news = [.. seen.Facts.Where(fact => IsNews(fact, seen.ObservedAt, known.GetValueOrDefault(fact.Name)))];
        return news.Length == 0 ? [] : [new FactsObserved(seen.Entity, seen.Source, news)];
    }

    private static bool IsNews(Fact fact, DateTimeOffset at, KnownFact? last)
    {
        if (last is null || !last.Fact.Value.Equals(fact.Value))
            return true;
        if (at < last.ObservedAt || last.Fact.ValidUntil is not { } end)
            return false;
        return fact.ValidUntil is not { } until || end - at < (until - at) / 2;
    }

    private static void Check(ObserveFacts seen)
    {
        if (!Words().IsMatch(seen.Source))
            throw new RuleViolation($"\"{seen.Source}\" cannot name a source of facts: use lower-case letters, digits, '.', '_' and '-', at most 100, such as sonarqube");
        if (seen.Entity.ToString() is { Length: > LongestReference } reference)
            throw new RuleViolation($"The reference \"{reference[..40]}…\" has {reference.Length} characters; {LongestReference} are kept");
        if (seen.Facts.Count is 0 or > MostFacts)
            throw new RuleViolation($"An observation names from 1 to {MostFacts} facts, not {seen.Facts.Count}");
        if (seen.Facts.GroupBy(fact => fact.Name, StringComparer.Ordinal).FirstOrDefault(facts => facts.Count() > 1) is { } twice)
            throw new RuleViolation($"The fact {twice.Key} is named twice in one observation");
        foreach (var fact in seen.Facts)
            Check(fact, seen.ObservedAt);
    }

    private static void Check(Fact fact, DateTimeOffset at)
    {
        if (!Words().IsMatch(fact.Name))
            throw new RuleViolation($"\"{fact.Name}\" cannot name a fact: use lower-case letters and digits joined by '.', '_' or '-', at most 100, such as coverage.line");
        if (fact.ValidUntil <= at)
            throw new RuleViolation($"The fact {fact.Name} would be valid until {fact.ValidUntil:u}, which is not after {at:u}, when it was observed");
        var (length, most) = (fact.Value.ToString().Length, fact.Value is FactValue.Json ? LongestJson : LongestText);
        if (length > most)
            throw new RuleViolation($"The value of the fact {fact.Name} has {length} characters; {most} are kept: send a shorter one with evidence that leads to the whole");
        if (fact.Evidence is { } evidence && (evidence.Contains('\0', StringComparison.Ordinal) || !Uri.TryCreate(evidence, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")))
            throw new RuleViolation($"The evidence \"{evidence}\" of the fact {fact.Name} is no http address");
    }

    [GeneratedRegex(@"\A(?=.{1,100}\z)[a-z][a-z0-9]*([._-][a-z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
