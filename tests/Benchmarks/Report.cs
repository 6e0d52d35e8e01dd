using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace EventCatalog.Benchmarks;

/// <summary>Prints measurements, and writes them as JSON where a file is named.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(IReadOnlyList<Measurement> measurements, string? file)
    {
        foreach (var m in measurements)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{m.Name,-34} {m.Median,9:0.0} us median {m.Best,9:0.0} us best {m.Bytes,9} bytes"));
        if (file is null)
            return;
        File.WriteAllText(file, JsonSerializer.Serialize(
            new { at = DateTimeOffset.UtcNow, runtime = RuntimeInformation.FrameworkDescription, processors = Environment.ProcessorCount, measurements }, Json));
    }
}
