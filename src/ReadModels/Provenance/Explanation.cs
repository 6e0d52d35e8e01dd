using System.Text.Json;
using EventCatalog.EventStore;

namespace EventCatalog.ReadModels.Provenance;

/// <summary>Why a field of an entity has the value it has.</summary>
/// <param name="Path">JSON pointer.</param>
/// <param name="Value">Null where the entity says nothing there.</param>
/// <param name="Source">Where the value comes from; null where there never was one.</param>
/// <param name="Candidates">What each source says there, the one that counts first.</param>
/// <param name="Chain">What made it so, the newest first.</param>
public sealed record Explanation(
    string EntityRef, string Path, JsonElement? Value, ValueSource? Source, IReadOnlyList<ValueCandidate> Candidates, IReadOnlyList<ValueStep> Chain);

/// <summary>An event that changed a value.</summary>
public sealed record ValueStep(RecordedEvent Event, JsonElement? Before, JsonElement? After);

/// <summary>What a source says, whether it counts, and why, for people.</summary>
/// <param name="Source">Id of the source.</param>
/// <param name="Target">Where its descriptor stands.</param>
public sealed record ValueCandidate(string Source, string Target, JsonElement Value, bool Chosen, string Reason);

public enum ValueSourceKind
{
    /// <summary>A descriptor says it.</summary>
    File,

    /// <summary>No descriptor says it: it follows from a rule.</summary>
    Rule,

    /// <summary>Someone said it to the catalog.</summary>
    Action,
}

/// <summary>What stands on a line.</summary>
public enum LineOf
{
    /// <summary>The value itself.</summary>
    Value,

    /// <summary>The beginning of the document that holds it.</summary>
    Document,
}

/// <summary>Where a value comes from.</summary>
/// <param name="Rule">The name of the rule, where it follows from one.</param>
/// <param name="Source">Id of the source that counts there.</param>
/// <param name="Target">Where its descriptor stands.</param>
public sealed record ValueSource(
    ValueSourceKind Kind, string? Rule, string Source, string Target, string? Repository, string? Commit, string? Path, int? Line, LineOf? LineOf, string? Url);
