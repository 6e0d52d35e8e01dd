using System.CommandLine;
using EventCatalog.Api.Hosting;
using EventCatalog.Ingestion.Demo;

namespace EventCatalog.Api.Commands;

/// <summary>Appends the demo organisation to a log.</summary>
public static class DemoCommand
{
    public static Command Create()
    {
        var data = SharedOptions.Data();
        var command = new Command("demo", "Add the invented demo organisation and its year of history. A portal adds it by itself when it has no source.") { data };
        command.SetAction(async (parsed, ct) =>
        {
            await using var catalog = await OpenCatalog.OpenAsync(parsed.GetValue(data)!, ct);
            catalog.RequireWritable();
            var appended = await new DemoSource(catalog.Log, catalog.Bodies).AppendAsync(progress: new Progress(), ct: ct);
            Console.WriteLine(appended == 0 ? "The demo organisation is there already." : $"{appended} events added.");
            return ExitCodes.Ok;
        });
        return command;
    }

    private sealed class Progress : IProgress<DemoProgress>
    {
        public void Report(DemoProgress value) => Console.Error.WriteLine($"{value.Held} of {value.Total} events");
    }
}
