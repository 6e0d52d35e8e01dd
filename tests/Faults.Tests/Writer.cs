using System.Globalization;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;

namespace EventCatalog.Faults.Tests;

/// <summary>
/// Appends to streams of its own, and says the same again until the log has acknowledged it. Positions of one append need not follow one
/// another, so each append brings one event for each stream it names.
/// </summary>
public sealed class Writer(string name, EventLog log, Journal journal, Random chance)
{
    public const int Streams = 20;
    private const int MostStreamsAtOnce = 4;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Appends that had to be said again.</summary>
    public int Repeated { get; private set; }

    /// <summary>Appends whose first saying was committed though its answer never came.</summary>
    public int Unheard { get; private set; }

    public static EntityRef Entity(string writer, int stream) => EntityRef.Parse(string.Create(CultureInfo.InvariantCulture, $"component:{writer}/s{stream}"));

    public async Task RunAsync(CancellationToken enough)
    {
        using var timer = new PeriodicTimer(Pace);
        try
        {
            do
            {
                var streams = Enumerable.Range(0, Streams).OrderBy(_ => chance.Next()).Take(chance.Next(1, MostStreamsAtOnce + 1));
                await AppendAsync([.. streams.Select(Next)]);
            }
            while (await timer.WaitForNextTickAsync(enough));
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private async Task AppendAsync(IReadOnlyList<StreamAppend> appends)
    {
        for (var again = false; ; again = true)
        {
            try
            {
                // Never given up: what is neither acknowledged nor refused could be in the log or not.
                var results = await log.AppendAsync(appends, new AppendContext("faults"), CancellationToken.None);
                if (results[0].Duplicate) Unheard++;
                foreach (var (append, result) in appends.Zip(results))
                    journal.Keep(append, result);
                return;
            }
            catch (Exception e) when (Weather.Is(e))
            {
                if (!again) Repeated++;
            }
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private StreamAppend Next(int stream)
    {
        var entity = Entity(name, stream);
        var place = EntityDecider.StreamOf(entity);
        var version = journal.VersionOf(place);
        EntityEvent happened = version == 0
            ? new EntityEvent.EntityRegistered(entity, new("faults", $"url:http://faults/{entity}", $"url:http://faults/{entity}"), Component(entity))
            : new EntityEvent.OwnerChanged(entity, Owner(version), Owner(version + 1), string.Create(CultureInfo.InvariantCulture, $"owner-{version + 1}"));
        return new(place, version, [new(happened, Noon.AddSeconds(version), Id: Guid.NewGuid())]);
    }

    private static EntityRef Owner(long version) => EntityRef.Parse(string.Create(CultureInfo.InvariantCulture, $"group:default/owner-{version}"));

    private static JsonElement Component(EntityRef entity) => JsonSerializer.SerializeToElement(new
    {
        apiVersion = "backstage.io/v1alpha1",
        kind = "Component",
        metadata = new { name = entity.Name, @namespace = entity.Namespace },
        spec = new { type = "service", lifecycle = "production", owner = "owner-1" },
    });
}
