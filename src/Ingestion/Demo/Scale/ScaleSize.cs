namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>How many of each thing an invented organisation has.</summary>
public sealed record ScaleSize(
    int Squads, int People, int Systems, int Services, int Pipelines, int Websites, int Features, int Models, int Apis, int Resources)
{
    /// <summary>As large as Spotify says its own catalog is.</summary>
    public static readonly ScaleSize Spotify = new(500, 2500, 250, 2000, 4000, 400, 220, 5000, 1200, 1000);

    /// <summary>The fewest entities in which everything is there at least once.</summary>
    public const int Fewest = 100;

    public int Tribes => Math.Max(1, Squads / 8);

    public int Missions => Math.Max(1, Tribes / 8);

    public int Domains => Math.Max(1, Systems / 10);

    /// <summary>Entities in all, the company and the Location of its people included.</summary>
    public int Entities => 1 + Missions + Tribes + Squads + People + 1 + Domains + Systems + Services + Pipelines + Websites + Features + Models + Apis + Resources;

    /// <summary>The same organisation with exactly so many entities.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Fewest"/>.</exception>
    public static ScaleSize Of(int entities)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entities, Fewest);
        var share = (double)entities / Spotify.Entities;
        var size = new ScaleSize(
            Part(Spotify.Squads), Part(Spotify.People), Part(Spotify.Systems), Part(Spotify.Services), Part(Spotify.Pipelines),
            Part(Spotify.Websites), Part(Spotify.Features), Part(Spotify.Models), Part(Spotify.Apis), Part(Spotify.Resources));
        return size with { Models = size.Models + entities - size.Entities };

        int Part(int count) => Math.Max(1, (int)Math.Round(count * share));
    }
}
