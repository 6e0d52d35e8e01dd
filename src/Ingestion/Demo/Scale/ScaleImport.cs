using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;

namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>
/// Brings the organisation into a log without a crawl, in time order: the entities end as crawling <see cref="ScaleRepositories"/> would leave them.
/// What else happens to them (builds, deployments, costs) is to be its own importer beside this one, over the same <see cref="ScaleOrganisation"/>.
/// </summary>
/// <param name="log">A migrated log that knows the catalog's events, and none of these entities from elsewhere.</param>
/// <param name="bodies">The bodies beside it.</param>
public sealed class ScaleImport(EventLog log, BodyStore bodies)
{
    /// <exception cref="StreamConflictException">The log has one of the entities from elsewhere; what came before it is in the log.</exception>
    /// <param name="organisation">The same one again adds what is missing, so that an import cut short is made again.</param>
    /// <param name="progress">Told now and then how many events are done with.</param>
    public Task<ImportResult> RunAsync(ScaleOrganisation organisation, IProgress<long>? progress = null, CancellationToken ct = default) =>
        log.ImportAsync(AppendsAsync(organisation, ct), new AppendContext(DemoSource.Actor), progress, ct);

    private async IAsyncEnumerable<StreamAppend> AppendsAsync(ScaleOrganisation organisation, [EnumeratorCancellation] CancellationToken ct)
    {
        var target = organisation.Name;
        var source = SourceDecider.IdOf(DemoOrganisation.SourceType, target);
        var registered = SourceDecider.Decide(new RegisterSource(DemoOrganisation.SourceType, target, Pattern: null, Origin: "demo"), Source.None);
        yield return Append(SourceDecider.StreamOf(source), 0, registered, happened => New(happened, source, SourceDecider.StreamOf(source), 1, organisation.Commits[0].At, null, DemoSource.Actor));

        var entities = organisation.Beginnings.ToArray();
        var versions = new int[entities.Length];
        foreach (var commit in organisation.Commits)
        {
            var at = new EventSource($"{DemoFile.HostOf(ScaleDescriptor.Company)}/{commit.Repository}");
            foreach (var (number, edit) in commit.Edits)
            {
                var location = new DescriptorLocation(source, $"git:{at.Repository}#{entities[number].File.Path}", $"demo:{target}");
                var before = versions[number] == 0 ? Entity.None : new Entity.Live(Stored(entities[number]).Descriptor, location);
                entities[number] = edit(entities[number]);
                var (descriptor, texts) = Stored(entities[number]);
                var events = EntityDecider.Decide(new ObserveEntity(location, descriptor), before);
                if (events.Count == 0)
                    continue;
                if (texts.Count > 0)
                    await bodies.PutAsync([.. texts.Values.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))], ct);
                var (stream, version) = (EntityDecider.StreamOf(Descriptor.RefOf(descriptor)), versions[number]);
                versions[number] += events.Count;
                yield return Append(stream, version, events, happened =>
                    New(happened, source, stream, ++version, commit.At, at with { Path = entities[number].File.Path }, $"user:{EntityRef.DefaultNamespace}/{commit.Author}"));
            }
        }
    }

    /// <summary>As a crawl of its file would store it.</summary>
    private static (JsonElement Descriptor, IReadOnlyDictionary<string, string> Bodies) Stored(ScaleEntity entity)
    {
        var verdict = DescriptorRules.Judge(JsonSerializer.SerializeToElement(ScaleDescriptor.Of(entity)));
        return LargeBodies.Detach(verdict.Descriptor ?? throw new InvalidOperationException($"{entity.Kind} {entity.Name} is unsound: {verdict.Fault}"));
    }

    private static StreamAppend Append<T>(string stream, int version, IReadOnlyList<T> events, Func<T, NewEvent> place) =>
        new(stream, version == 0 ? ExpectedVersion.NoStream : version, [.. events.Select(place)]);

    private static NewEvent New(object happened, string source, string stream, int version, DateTimeOffset at, EventSource? place, string actor) =>
        new(happened, at, place, DemoIds.Of(FormattableString.Invariant($"{source} {stream} {version} {at:O}")), actor);
}
