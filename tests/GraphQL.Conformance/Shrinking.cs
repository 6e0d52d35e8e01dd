namespace EventCatalog.GraphQL.Conformance;

/// <summary>Makes a document on which the two sides differ as small as it can be while they differ.</summary>
internal static class Shrinking
{
    /// <returns>The recorder's line for the smallest document found; the given one when nothing smaller differs.</returns>
    public static async Task<string> SmallestAsync(string line)
    {
        using var shrinker = Recorder.Start("shrink.mjs");
        await shrinker.StandardInput.WriteLineAsync(line);
        while (await shrinker.StandardOutput.ReadLineAsync() is { } candidate)
        {
            var isKept = await FreshDocuments.DifferenceAsync(candidate) is not null;
            if (isKept)
                line = candidate;
            await shrinker.StandardInput.WriteLineAsync(isKept ? "1" : "0");
        }

        await shrinker.WaitForExitAsync();
        return line;
    }
}
