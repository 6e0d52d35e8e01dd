using EventCatalog.Domain.Descriptors.Kinds;
using EventCatalog.Domain.Sources;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>Judges the descriptors of a source as a crawl would, with no catalog at hand.</summary>
public sealed class Validation(CrawlOptions options, WebFiles web)
{
    private readonly AllReaders readers = new(options, web);
    private CatalogModel model = CatalogModel.BuiltIn;

    /// <summary>What the source declares soundly and what is refused, and why. Kinds it declares hold for it and for those judged after it.</summary>
    /// <param name="target">A descriptor file, a folder, a git repository or an address.</param>
    /// <param name="pattern">Glob over file names; null for the default.</param>
    /// <exception cref="Domain.RuleViolation">The target cannot be a source.</exception>
    public async Task<Preview> JudgeAsync(string target, string? pattern, CancellationToken ct)
    {
        var (type, whole) = SourceTypes.Infer(target);
        var (address, secret) = Redaction.Split(whole);
        var id = SourceDecider.IdOf(type, address);
        try
        {
            await using var tree = await readers.Of(type).OpenAsync(new SourceAddress(id, address, secret, IsTrusted: true), ct);
            var harvest = await new Harvester(id, tree, new UrlSnapshot(web, null), new DescriptorFiles(), options).RunAsync(pattern, [], ct, model);
            model = model.With(harvest.Findings.Select(finding => finding.Document.Descriptor!.Value));
            Conflicts.RefuseSecondPlaces(harvest, new Dictionary<Domain.EntityRef, RememberedEntity>());
            return new Preview(
                id,
                [.. harvest.Findings.Select(finding => new PreviewedEntity(finding.Ref, finding.Document.Descriptor!.Value, finding.Location, finding.Document.Line, Known: false))],
                harvest.Problems,
                null);
        }
        catch (SourceUnreachableException e)
        {
            return new Preview(id, [], [], e.Message);
        }
    }
}
