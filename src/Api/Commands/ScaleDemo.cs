using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Demo.Scale;

namespace EventCatalog.Api.Commands;

/// <summary>The verb demo with --scale: a large invented organisation, as repositories or as events.</summary>
internal sealed record ScaleDemo(string? Scale, int? Entities, ulong Seed, string? Repositories, bool Import, bool History, bool Json)
{
    private const string Spotify = "spotify";

    public bool IsAsked => Scale is not null || Entities is not null || Repositories is not null || Import || History;

    public async Task<int> RunAsync(string dataFolder, CancellationToken ct)
    {
        if (Scale is not (null or Spotify))
            throw new UsageException($"\"{Scale}\" is not a size of organisation; --scale takes {Spotify}, and --entities how many.");
        if (Entities < ScaleSize.Fewest)
            throw new UsageException($"--entities {Entities} is too few; {ScaleSize.Fewest} is the least with everything in it.");
        if (Repositories is null == !Import)
            throw new UsageException("Say where the organisation goes: --repositories FOLDER for git repositories to be crawled, or --import for events in the catalog.");

        var organisation = ScaleOrganisation.Generate(Entities is { } entities ? ScaleSize.Of(entities) : ScaleSize.Spotify, Seed, History);
        return Repositories is { } folder ? await WriteAsync(organisation, folder, ct) : await ImportAsync(organisation, dataFolder, ct);
    }

    private async Task<int> WriteAsync(ScaleOrganisation organisation, string folder, CancellationToken ct)
    {
        var written = await ScaleRepositories.WriteAsync(organisation, Path.GetFullPath(folder), new Hundreds("repositories"), ct);
        Console.WriteLine(Json
            ? JsonSerializer.Serialize(written, JsonSerializerOptions.Web)
            : $"{written.Entities} entities in {written.Repositories} repositories below {written.Folder}: {written.Files} files, {written.Commits} commits.");
        return ExitCodes.Ok;
    }

    private async Task<int> ImportAsync(ScaleOrganisation organisation, string dataFolder, CancellationToken ct)
    {
        await using var catalog = await OpenCatalog.OpenAsync(dataFolder, ct);
        catalog.RequireWritable();
        try
        {
            var result = await new ScaleImport(catalog.Log, catalog.Bodies).RunAsync(organisation, new Hundreds("events"), ct);
            Console.WriteLine(Json
                ? JsonSerializer.Serialize(result, JsonSerializerOptions.Web)
                : $"{result.Added} events added, {result.AlreadyThere} were there already.");
            return ExitCodes.Ok;
        }
        catch (StreamConflictException taken)
        {
            await Console.Error.WriteLineAsync($"The catalog has {taken.Stream} from elsewhere: use an empty data folder, or the size and seed that were imported before.");
            return ExitCodes.No;
        }
    }

    private sealed class Hundreds(string what) : IProgress<int>, IProgress<long>
    {
        public void Report(int value)
        {
            if (value % 100 == 0)
                Report((long)value);
        }

        public void Report(long value) => Console.Error.WriteLine($"{value} {what}");
    }
}
