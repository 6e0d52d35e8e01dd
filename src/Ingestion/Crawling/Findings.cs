using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Sources;
using EventCatalog.Ingestion.Descriptors;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>One document of a file after placeholders and rules: either sound or refused.</summary>
/// <param name="Number">Number of the document in its file, from 1.</param>
/// <param name="Line">Its first line.</param>
/// <param name="Map">Where its values stand.</param>
/// <param name="Ref">The entity it declares; of a refused document only where that much could be read.</param>
/// <param name="Descriptor">The sound descriptor, whole.</param>
/// <param name="Stored">The same with long texts by hash, as events hold it.</param>
/// <param name="Bodies">Those texts by hash.</param>
/// <param name="Fault">Why it was refused.</param>
/// <param name="Files">The file, and the files its placeholders brought.</param>
internal sealed record JudgedDocument(
    int Number, int Line, SourceMap Map, EntityRef? Ref, JsonElement? Descriptor, JsonElement? Stored,
    IReadOnlyDictionary<string, string> Bodies, Fault? Fault, IReadOnlyList<string> Files)
{
    /// <summary>The problem it is, in the file it stands in.</summary>
    public Problem? ProblemIn(string file) => Fault is null ? null : ProblemIn(file, Fault.Rule, Fault.Pointer, Fault.Message);

    public Problem ProblemIn(string file, string rule, string pointer, string message)
    {
        var place = Map.Find(pointer);
        return new Problem(new ProblemKey(file, Number, rule, Storable(pointer)), Storable(message), place?.Line ?? Line, place?.Column, Ref);
    }

    // Messages quote the document, and the database has no null characters.
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');
}

/// <summary>A sound document in its place.</summary>
internal sealed record Finding(EntityRef Ref, string Path, DescriptorLocation Location, JudgedDocument Document)
{
    public JsonElement Stored => Document.Stored!.Value;

    /// <summary>Where its owner stands; null where it declares none.</summary>
    public int? OwnerLine => Descriptor.Text(Stored, "spec", "owner") is null ? null : Document.Map.Find("/spec/owner")?.Line;

    /// <summary>For people: the file, and which document where it has several.</summary>
    public string Place => Document.Number == 1 ? Path : $"{Path} (document {Document.Number})";
}

/// <summary>What became of a file that was looked at.</summary>
internal sealed class FileOutcome
{
    /// <summary>It is not there.</summary>
    public bool Missing { get; set; }

    /// <summary>Why it could not be read.</summary>
    public UnreadableFileException? Refusal { get; set; }

    /// <summary>It could not be read, or holds a refused document that does not say which entity it declares.</summary>
    public bool MayHoldMore { get; set; }

    /// <summary>Something that must be there refers to it.</summary>
    public bool Required { get; set; }

    /// <summary>Entities whose documents were refused.</summary>
    public HashSet<EntityRef> Refused { get; } = [];

    public bool MayHold(EntityRef entity) => MayHoldMore || Refused.Contains(entity);
}

/// <summary>Everything a look at a source brought.</summary>
internal sealed class Harvest
{
    public List<Finding> Findings { get; } = [];
    public List<Problem> Problems { get; } = [];
    public Dictionary<string, FileOutcome> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Files and folders that were passed over; what they hold is unknown.</summary>
    public List<string> Unread { get; } = [];

    public bool IsUnread(string path) => Unread.Exists(unread =>
        path.StartsWith(unread, StringComparison.Ordinal) && (path.Length == unread.Length || path[unread.Length] == '/'));

    /// <summary>Refuses a document after all.</summary>
    public void Refuse(Finding finding, string rule, string pointer, string message)
    {
        Findings.Remove(finding);
        Files[finding.Path].Refused.Add(finding.Ref);
        Problems.Add(finding.Document.ProblemIn(finding.Path, rule, pointer, message));
    }
}
