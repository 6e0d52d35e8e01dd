using System.Globalization;

namespace EventCatalog.Faults.Tests;

/// <summary>Two folders of descriptors whose owners change all the time, for whichever node crawls at the moment.</summary>
public sealed class SourceWriter(Random chance) : IDisposable
{
    private const int Folders = 2;
    private const int Files = 8;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    private readonly TempFolder root = new();
    private readonly Dictionary<string, int> owners = new(StringComparer.Ordinal);

    /// <summary>What every node is started with.</summary>
    public IReadOnlyList<string> Arguments => [.. Enumerable.Range(0, Folders).SelectMany(folder => (string[])["--source", Path.Combine(root.Root, Folder(folder))])];

    public int Changes { get; private set; }

    /// <summary>The owner each entity was given last.</summary>
    public IReadOnlyDictionary<string, string> Owners => owners.ToDictionary(each => $"component:default/{each.Key}", each => Owner(each.Value), StringComparer.Ordinal);

    public void WriteAll()
    {
        for (var folder = 0; folder < Folders; folder++)
        {
            for (var file = 0; file < Files; file++)
                Write(folder, file);
        }
    }

    public async Task RunAsync(CancellationToken enough)
    {
        using var timer = new PeriodicTimer(Pace);
        try
        {
            while (await timer.WaitForNextTickAsync(enough))
                Write(chance.Next(Folders), chance.Next(Files));
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    public void Dispose() => root.Dispose();

    private void Write(int folder, int file)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"f{folder}-{file}");
        var owner = owners[name] = owners.GetValueOrDefault(name) + 1;
        var place = Path.Combine(root.At(Path.Combine(Folder(folder), name, "catalog-info.yaml")));
        // In one step, so that no crawl reads half of it.
        File.WriteAllText(place + ".new", Descriptor.Component(name, string.Create(CultureInfo.InvariantCulture, $"owner-{owner}")));
        File.Move(place + ".new", place, overwrite: true);
        Changes++;
    }

    private static string Folder(int folder) => string.Create(CultureInfo.InvariantCulture, $"source-{folder}");

    private static string Owner(int owner) => string.Create(CultureInfo.InvariantCulture, $"group:default/owner-{owner}");
}
