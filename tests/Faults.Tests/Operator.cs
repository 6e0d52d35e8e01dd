namespace EventCatalog.Faults.Tests;

/// <summary>Somebody at a command line, who asks again when something comes between.</summary>
public sealed class Operator(IReadOnlyDictionary<string, string> environment, Diary diary) : IDisposable
{
    private const int MostTries = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly TempFolder folder = new();

    /// <summary><c>store rebuild --wait</c>, then <c>store switch</c>.</summary>
    /// <returns>Whether the new build is served.</returns>
    public async Task<bool> RebuildAsync(string readModel)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (tries > 0) await Task.Delay(Pause);
            var rebuild = await StoreAsync("rebuild", readModel, "--because", "to see whether it is the same", "--wait");
            if (rebuild.ExitCode != 0 && !rebuild.Errors.Contains("stands beside", StringComparison.Ordinal)) continue;
            var change = await StoreAsync("switch", readModel);
            if (change.ExitCode == 1) diary.Break($"{readModel} differs from its rebuild: {change.All}");
            // It may have been switched though the answer was lost with the connection.
            if (change.ExitCode is 0 or 1 || change.Errors.Contains("is the former build", StringComparison.Ordinal)) return change.ExitCode != 1;
        }
        diary.Break($"{readModel} could not be rebuilt and switched in {MostTries} tries");
        return false;
    }

    public void Dispose() => folder.Dispose();

    private async Task<CommandRun> StoreAsync(params string[] arguments)
    {
        var run = await CommandRun.OfAsync(CommandRun.EventCatalog(["store", .. arguments, "--data", folder.At("data")], environment));
        var said = (run.Output + run.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        diary.Note($"store {arguments[0]} {arguments[1]}: exit code {run.ExitCode}: {said.LastOrDefault()}");
        if (run.ExitCode > 3) diary.Break($"store {arguments[0]} broke down: {run.All}");
        return run;
    }
}
