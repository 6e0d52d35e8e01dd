using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Sources;

namespace EventCatalog.Ingestion.Demo;

/// <summary>One thing a crawl of the demo organisation would have seen, with the commit that brought it.</summary>
/// <param name="At">When it was committed, UTC. Steps are in this order; no two steps of different commits share an instant.</param>
/// <param name="Author">Reference of the user who committed it, such as <c>user:default/ilse.varga</c>.</param>
/// <param name="Repository">Address of the git repository; the host is one that cannot exist.</param>
/// <param name="Commit">40 hexadecimal digits, the same for every step of one commit to one repository.</param>
/// <param name="Path">The descriptor's file inside the repository.</param>
/// <param name="Line">1-based line on which the document starts, or on which it is refused; null when the file no longer declares it.</param>
/// <param name="Message">First line of the commit message.</param>
/// <param name="Change">What was seen.</param>
public sealed record DemoStep(
    DateTimeOffset At, string Author, string Repository, string Commit, string Path, int? Line, string Message, DemoChange Change);

/// <summary>What a step of the demo tells the deciders.</summary>
public abstract record DemoChange
{
    private DemoChange() { }

    /// <summary>A sound descriptor was read.</summary>
    public sealed record Observe(DescriptorLocation Location, JsonElement Descriptor) : DemoChange;

    /// <summary>The document that declared an entity gives it another name.</summary>
    /// <param name="From">The name until then.</param>
    public sealed record Rename(EntityRef From, DescriptorLocation Location, JsonElement Descriptor) : DemoChange;

    /// <summary>The entity's file was deleted, or no longer declares it.</summary>
    public sealed record Remove(EntityRef Entity, string Reason) : DemoChange;

    /// <summary>Nothing refers to the entity's file any more.</summary>
    public sealed record Orphan(EntityRef Entity, string Reason) : DemoChange;

    /// <summary>A document of the source is refused from now on.</summary>
    public sealed record Refuse(Problem Problem) : DemoChange;

    /// <summary>A refused document is sound now, or gone.</summary>
    public sealed record Resolve(ProblemKey Problem) : DemoChange;
}
