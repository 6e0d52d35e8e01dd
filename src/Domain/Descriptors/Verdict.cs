using System.Text.Json;

namespace EventCatalog.Domain.Descriptors;

/// <summary>Why a document was refused.</summary>
/// <param name="Rule">Kebab-case name of the rule it broke, such as <c>name-is-valid</c>.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) to the value that broke it; for a missing member, to the object that lacks it; empty for the document as a whole.</param>
/// <param name="Message">For the author of the document, in Backstage's words: quotes the text, says what was expected.</param>
public sealed record Fault(string Rule, string Pointer, string Message);

/// <summary>What the rules say of one document: either <see cref="Descriptor"/> or <see cref="Fault"/> is given, never both.</summary>
public sealed record Verdict
{
    private Verdict() { }

    /// <summary>The sound descriptor as the catalog keeps it: default namespace written, relation lists sorted, unknown members kept.</summary>
    public JsonElement? Descriptor { get; private init; }

    /// <summary>The first rule it broke.</summary>
    public Fault? Fault { get; private init; }

    public static Verdict Sound(JsonElement descriptor) => new() { Descriptor = descriptor };

    public static Verdict Refused(Fault fault) => new() { Fault = fault };
}
