using System.Diagnostics;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>Waits for what another process does.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <summary>Asks again and again until the answer is not null.</summary>
    /// <param name="what">What is waited for, for the message when it does not come.</param>
    /// <param name="patience">Default: 60 s, because these machines are shared.</param>
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> ask, TimeSpan? patience = null) where T : class
    {
        var limit = patience ?? TimeSpan.FromSeconds(60);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (await ask() is { } answer) return answer;
            if (waited.Elapsed > limit) throw new TimeoutException($"Waited {limit.TotalSeconds:F0} s in vain for {what}.");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    public static Task IsAsync(string what, Func<Task<bool>> ask, TimeSpan? patience = null) =>
        GetAsync(what, async () => await ask() ? "yes" : null, patience);
}
