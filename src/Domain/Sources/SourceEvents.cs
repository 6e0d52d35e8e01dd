namespace EventCatalog.Domain.Sources;

/// <summary>What can happen to one source of descriptors. These records are the stored contract.</summary>
public abstract record SourceEvent
{
    private SourceEvent() { }

    public abstract string Source { get; init; }

    /// <param name="Source">Id of the source, see <see cref="SourceDecider.IdOf"/>.</param>
    /// <param name="Type"><c>file</c>, <c>folder</c>, <c>git</c>, <c>url</c>, <c>demo</c>.</param>
    /// <param name="Target">The path or address it is read from.</param>
    /// <param name="Pattern">Glob over file names that a folder or repository is searched for; null for the default.</param>
    /// <param name="Origin">Who asked for it: <c>configuration</c> or <c>portal</c>.</param>
    /// <param name="History">Whether its history is read too; null where nobody said so.</param>
    public sealed record SourceRegistered(string Source, string Type, string Target, string? Pattern, string Origin, bool? History = null) : SourceEvent;

    public sealed record SourceWithdrawn(string Source, string Reason) : SourceEvent;

    /// <summary>The source could not be read at all; what it last said stays.</summary>
    public sealed record SourceUnreachable(string Source, string Reason) : SourceEvent;

    public sealed record SourceReachable(string Source) : SourceEvent;

    /// <summary>The history of the source is told up to a commit: what its branch held before is in the log.</summary>
    /// <param name="Commits">Commits that were read for it since the history was told last, those that touch no descriptor left out.</param>
    /// <param name="Found">Events that this added.</param>
    /// <param name="Unreadable">Documents that were refused as they stood then; what they declared before holds on.</param>
    public sealed record HistoryRead(string Source, string Commit, int Commits, int Found, int Unreadable) : SourceEvent;

    /// <summary>A document, or a file, was refused. The last good version of what it declares stays.</summary>
    public sealed record DescriptorRejected(string Source, Problem Problem) : SourceEvent;

    /// <summary>What was refused is sound now, or gone.</summary>
    public sealed record RejectionResolved(string Source, ProblemKey Problem) : SourceEvent;

    /// <summary>So much is gone from the source at once that nothing is removed until someone says so.</summary>
    /// <param name="Entities">Those that wait for an answer; they stay in the catalog.</param>
    /// <param name="Of">How many entities the source had.</param>
    public sealed record DisappearanceHeld(string Source, IReadOnlyList<EntityRef> Entities, int Of, string Reason) : SourceEvent;

    /// <summary>Someone said that these are meant to be gone; the next crawl that misses them removes them.</summary>
    public sealed record DisappearanceApproved(string Source, IReadOnlyList<EntityRef> Entities) : SourceEvent;

    /// <summary>Someone said that these are to stay although the source does not declare them.</summary>
    public sealed record DisappearanceKept(string Source, IReadOnlyList<EntityRef> Entities) : SourceEvent;

    /// <summary>The source declares these again, they are removed, or so few are left that nobody is asked: no answer is waited for or remembered.</summary>
    public sealed record DisappearanceEnded(string Source, IReadOnlyList<EntityRef> Entities) : SourceEvent;
}

/// <summary>What tells one problem of a source from the others.</summary>
/// <param name="File">Path inside the source.</param>
/// <param name="Document">Number of the document in its file, from 1; 0 for the file as a whole.</param>
/// <param name="Rule">Kebab-case name of the rule that was broken.</param>
/// <param name="Pointer">JSON pointer to the value that broke it; empty for the document as a whole.</param>
public sealed record ProblemKey(string File, int Document, string Rule, string Pointer);

/// <summary>Why something was refused, and where.</summary>
/// <param name="Key">Which rule, in which document, at which path.</param>
/// <param name="Message">For the author of the file: quotes the text, says what was expected.</param>
/// <param name="Line">1-based line in the file; null when the file as a whole is meant.</param>
/// <param name="Column">1-based column.</param>
/// <param name="Entity">The entity the document declares, where that much could be read.</param>
public sealed record Problem(ProblemKey Key, string Message, int? Line = null, int? Column = null, EntityRef? Entity = null);
