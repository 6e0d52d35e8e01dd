using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Sources;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>Says of each event when it became true, who wrote it and where it stands.</summary>
/// <param name="provenance">The last change of each file, as far as known.</param>
/// <param name="now">When the crawl began; nothing it saw can have become true later, whatever a clock elsewhere says.</param>
internal sealed class Cause(IReadOnlyDictionary<string, Provenance> provenance, DateTimeOffset now)
{
    /// <summary>An event that a document led to: placed at the line of the value that changed.</summary>
    public NewEvent OfDocument(EntityEvent happened, Finding finding)
    {
        var (pointer, files) = happened switch
        {
            EntityRenamedFrom or EntityRenamed => ("/metadata/name", [finding.Path]),
            OwnerChanged => ("/spec/owner", [finding.Path]),
            LifecycleChanged => ("/spec/lifecycle", [finding.Path]),
            DescriptorChanged { Changes: [var first, ..] } => (first.Path, finding.Document.Files),
            _ => ("", (IReadOnlyList<string>)[finding.Path]),
        };
        // A change may have come by a file that the document only names.
        var file = files.Where(provenance.ContainsKey).OrderByDescending(path => provenance[path].At).FirstOrDefault() ?? finding.Path;
        var isNamed = !string.Equals(file, finding.Path, StringComparison.Ordinal);
        int? line = isNamed ? null : pointer.Length == 0 ? finding.Document.Line : finding.Document.Map.Find(pointer)?.Line ?? finding.Document.Line;
        return Of(happened, file, line);
    }

    /// <summary>An event that a file as a whole led to; null for the crawl itself.</summary>
    public NewEvent Of(EntityEvent happened, string? file, int? line)
    {
        if (file is null || !provenance.TryGetValue(file, out var last))
            return new NewEvent(happened, now, file is null ? null : new EventSource(Path: file, Line: line));
        var url = last.Url is { } page && line is not null && last.Commit is not null ? FormattableString.Invariant($"{page}#L{line}") : last.Url;
        return new NewEvent(happened, last.At < now ? last.At : now, new EventSource(last.Repository, last.Commit, last.Path, line, url), Actor: last.Author);
    }
}
