using EventCatalog.Api.Hosting;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Kinds;
using Npgsql;

namespace EventCatalog.Api.GraphQL;

/// <summary>
/// Gives each declared kind a GraphQL type of its own: builds the schema again when the kinds change. Until the first look, and while the
/// database does not answer, entities of such a kind are CustomEntity.
/// </summary>
internal sealed class KindTypes(GraphQLExecutor executor, KindQueries kinds, ReachedPosition reached, OpenCatalog catalog, TimeProvider clock, ILogger<KindTypes> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (position, served, isTold) = (-1L, Array.Empty<string>(), false);
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            if (reached() is var now && now == position)
                continue;
            try
            {
                string[] names = [.. (await kinds.AllAsync(AsOf.Present, stoppingToken)).Select(kind => kind.Name).Distinct(StringComparer.OrdinalIgnoreCase)];
                if (!names.SequenceEqual(served, StringComparer.Ordinal))
                    executor.Use(CatalogSchema.Build(catalog.IsReadOnly, names));
                (position, served, isTold) = (now, names, false);
            }
            catch (Exception weather) when (weather is NpgsqlException or TimeoutException)
            {
                if (!isTold)
                    logger.LogWarning(weather, "The declared kinds cannot be read; their GraphQL types stay as they are");
                isTold = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
