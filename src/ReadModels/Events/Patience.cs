using EventCatalog.EventStore;

namespace EventCatalog.ReadModels.Events;

/// <summary>A subscriber outlives a database that is away for a while.</summary>
internal static class Patience
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Asks again until the database answers.</summary>
    public static async Task<T> WithAsync<T>(Func<Task<T>> ask, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception error) when (Weather.Is(error) && !ct.IsCancellationRequested)
            {
                await Task.Delay(Pause, ct);
            }
        }
    }
}
