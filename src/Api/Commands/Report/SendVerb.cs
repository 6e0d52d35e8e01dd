using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.Api.Intake;
using EventCatalog.Domain;
using EventCatalog.EmbeddedPostgres;

namespace EventCatalog.Api.Commands.Report;

/// <summary>Sends a file of a tool to a running portal, as a step of a pipeline.</summary>
internal static class SendVerb
{
    private const string DefaultPortal = "http://127.0.0.1:7080";

    /// <param name="kind">The last part of the address: <c>tests</c>, <c>coverage</c>, <c>sbom</c> or <c>costs</c>.</param>
    /// <param name="formats">For people.</param>
    public static Command Create(string kind, string mediaType, string formats)
    {
        var file = new Argument<FileInfo>("file") { Description = formats };
        var portal = new Option<string>("--portal") { Description = "The running portal.", DefaultValueFactory = _ => DefaultPortal };
        var entity = new Option<string>("--entity") { Description = "What it is about, such as component:default/cart.", Required = true };
        var (run, name, commit, branch, url) = (
            Text("--run", "The number the build server gave the run."), Text("--name", "Of the pipeline."), Text("--commit", "The commit that was built."),
            Text("--branch", "The branch it is on."), Text("--url", "Where people look at the run."));
        var json = SharedOptions.Json();
        var command = new Command(kind, $"Send {formats} to a portal. Exit code 1 when the portal refuses it; the same file again adds nothing.") { file, portal, json };
        if (kind is not "costs")
        {
            foreach (var option in new Option[] { entity, run, name, commit, branch, url })
                command.Options.Add(option);
        }

        command.SetAction((parsed, ct) =>
        {
            var about = kind is "costs" ? "" : $"/{EntityRef.Parse(parsed.GetValue(entity)!)}";
            var query = kind is "costs" ? "" : string.Join('&', new[] { run, name, commit, branch, url }
                .Select(option => (Name: option.Name[2..], Value: parsed.GetValue(option))).Where(said => said.Value is not null).Select(said => $"{said.Name}={Uri.EscapeDataString(said.Value!)}"));
            var address = new Uri(PortalOf(parsed.GetValue(portal)!), $"/api/reports/{kind}{about}{(query.Length == 0 ? "" : $"?{query}")}");
            return SendAsync(parsed.GetValue(file)!, mediaType, address, parsed.GetValue(json), ct);
        });
        return command;
    }

    private static Uri PortalOf(string text) => Uri.TryCreate(text, UriKind.Absolute, out var portal) && portal.Scheme is "http" or "https"
        ? portal
        : throw new UsageException($"--portal {text} is no address such as {DefaultPortal}.");

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static async Task<int> SendAsync(FileInfo file, string mediaType, Uri address, bool json, CancellationToken ct)
    {
        if (!file.Exists)
            throw new UsageException($"There is no file {file.FullName}.");
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
        await using var read = file.OpenRead();
        using var content = new StreamContent(read) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
        try
        {
            using var answer = await http.PostAsync(address, content, ct);
            var said = await answer.Content.ReadAsStringAsync(ct);
            if (answer.IsSuccessStatusCode)
            {
                var receipt = JsonSerializer.Deserialize<ReportAnswer>(said, JsonSerializerOptions.Web)!;
                Console.WriteLine(json ? said : $"{file.Name}: {receipt.Status}: {receipt.Format}, {receipt.Summary}{(receipt.Attached is false ? $"; {receipt.Entity} is not in the catalog yet" : "")}");
                return ExitCodes.Ok;
            }

            await Console.Error.WriteLineAsync($"{file.Name}: {Reason(said) ?? $"{address} answered {(int)answer.StatusCode}"}");
            return (int)answer.StatusCode is >= 400 and < 500 ? ExitCodes.No : ExitCodes.CouldNot;
        }
        catch (Exception weather) when (weather is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new StartException($"{address.GetLeftPart(UriPartial.Authority)} does not answer: {weather.Message} Give the address of a running portal with --portal.", weather);
        }
    }

    private static string? Reason(string said)
    {
        try
        {
            using var problem = JsonDocument.Parse(said);
            return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
