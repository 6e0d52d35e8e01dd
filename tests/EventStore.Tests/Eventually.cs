using System.Diagnostics;

namespace EventCatalog.EventStore.Tests;

/// <summary>Waits for what others do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task IsAsync(string what, Func<Task<bool>> ask)
    {
        var waited = Stopwatch.StartNew();
        while (!await ask())
        {
            if (waited.Elapsed > Patience)
                throw new TimeoutException($"Waited {Patience.TotalSeconds:F0} s in vain for {what}.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
