using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;
using static EventCatalog.Api.Commands.Store.StoreVerb;

namespace EventCatalog.Api.Commands.Store;

internal static class SwitchVerb
{
    public static Command Create()
    {
        var (data, name, json) = (SharedOptions.Data(), ReadModel(), SharedOptions.Json());
        var back = new Option<bool>("--back") { Description = "Return to the build that was served before." };
        var accept = new Option<bool>("--accept-differences") { Description = "Switch though the builds differ; needs --because." };
        var because = new Option<string?>("--because") { Description = "Why; kept with the switch and shown by status." };
        var command = new Command("switch", "Serve the build beside a read model, if it equals the one served; exit code 1 when it does not, with the differences.")
        {
            data, name, back, accept, because, json,
        };
        command.SetAction((parsed, ct) => WithAsync(parsed.GetValue(data)!, async (OpenCatalog catalog) =>
        {
            var order = new SwitchOrder(
                catalog.Known(parsed.GetValue(name)!).Name, Actor, parsed.GetValue(back), parsed.GetValue(accept), parsed.GetValue(because) is { } reason ? Reason(reason) : null);
            if (order is { AcceptDifferences: true, Because: null })
                throw new UsageException("--accept-differences needs --because: whoever finds the difference later will ask.");
            var report = await new Switch(catalog.Database, catalog.Log, catalog.Projections).RunAsync(order, ct);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
            else
                Print(order, report);
            return report.Switched ? ExitCodes.Ok : ExitCodes.No;
        }, ct));
        return command;
    }

    private static void Print(SwitchOrder order, SwitchReport report)
    {
        if (report.NotCompared is { } why)
            Console.WriteLine($"Not compared: {why}");
        foreach (var difference in report.Differences)
        {
            Console.WriteLine(difference);
            foreach (var row in difference.OnlyServed)
                Console.WriteLine($"  only served: {row}");
            foreach (var row in difference.OnlyBeside)
                Console.WriteLine($"  only beside: {row}");
        }

        Console.WriteLine(report.Switched
            ? $"{order.Projection} is served from the {(order.Back ? "former" : "new")} build, from {At(report.Position)} on. 'store switch {order.Projection} --back' returns."
            : $"Nothing was switched. If this is as it should be: 'store switch {order.Projection} --accept-differences --because …'.");
    }
}
