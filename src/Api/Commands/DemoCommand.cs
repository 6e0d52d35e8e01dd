using System.CommandLine;
using EventCatalog.Api.Hosting;
using EventCatalog.Ingestion.Demo;

namespace EventCatalog.Api.Commands;

/// <summary>Appends the demo organisation to a log, or makes a large one up.</summary>
public static class DemoCommand
{
    public static Command Create()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var scale = new Option<string?>("--scale") { Description = "A large organisation instead: spotify (500 squads, 2,000 services, 4,000 data pipelines, 5,000 models …)." };
        var entities = new Option<int?>("--entities") { Description = "The same with so many entities, at least 100." };
        var seed = new Option<ulong>("--seed") { Description = "The same seed makes the same organisation, to the byte.", DefaultValueFactory = _ => 1 };
        var repositories = new Option<string?>("--repositories") { Description = "Write it as git repositories into this folder, to be crawled." };
        var import = new Option<bool>("--import") { Description = "Add it to the catalog as events, without a crawl." };
        var history = new Option<bool>("--history") { Description = "Much happens in the large organisation's year: some 60,000 changes to 15,000 entities, reorganisations among them." };
        var command = new Command("demo", "Add the invented demo organisation and its year of history. A portal adds it by itself when it has no source.")
        {
            data, scale, entities, seed, repositories, import, history, json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var wanted = new ScaleDemo(
                parsed.GetValue(scale), parsed.GetValue(entities), parsed.GetValue(seed), parsed.GetValue(repositories), parsed.GetValue(import), parsed.GetValue(history), parsed.GetValue(json));
            if (wanted.IsAsked)
                return await wanted.RunAsync(parsed.GetValue(data)!, ct);
            await using var catalog = await OpenCatalog.OpenAsync(parsed.GetValue(data)!, ct);
            catalog.RequireWritable();
            var appended = await new DemoSource(catalog.Log, catalog.Bodies, parsed.GetValue(seed)).AppendAsync(progress: new Progress(), ct: ct);
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
