using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EventCatalog.Api.Commands.Store;
using EventCatalog.Api.Hosting;
using EventCatalog.Api.Plugins;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.Ingestion.Plugins;

namespace EventCatalog.Api.Commands.Plugins;

/// <summary>The plugins of a running portal, asked for over HTTP.</summary>
internal static class PluginPortal
{
    public static Option<Uri> Address() => new("--portal")
    {
        Description = "Address of the running portal.",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:7080"),
        CustomParser = given =>
        {
            var text = given.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            given.AddError($"--portal {text} is not an address such as http://127.0.0.1:7080.");
            return null;
        },
    };

    /// <exception cref="StartException">The portal does not answer.</exception>
    public static Task<int> InstallAsync(Uri portal, byte[] archive, bool json, CancellationToken ct)
    {
        var body = new ByteArrayContent(archive);
        body.Headers.ContentType = new MediaTypeHeaderValue(PluginArchive.MediaType);
        return SendAsync(portal, $"{PluginEndpoints.Path}?actor={Uri.EscapeDataString(StoreVerb.Actor)}", body, json, ct);
    }

    /// <inheritdoc cref="InstallAsync"/>
    public static Task<int> ChangeAsync(Uri portal, string plugin, string change, string? version, bool json, CancellationToken ct) =>
        SendAsync(portal, $"{PluginEndpoints.Path}/{Uri.EscapeDataString(plugin)}/{change}", JsonContent.Create(new PluginOrder(version, StoreVerb.Actor), options: JsonSerializerOptions.Web), json, ct);

    /// <inheritdoc cref="InstallAsync"/>
    public static Task<IReadOnlyList<ListedPlugin>> ListAsync(Uri portal, CancellationToken ct) => AskAsync<IReadOnlyList<ListedPlugin>>(portal, async http =>
    {
        using var answer = await http.GetAsync(PluginEndpoints.Path, ct);
        if (!answer.IsSuccessStatusCode)
            throw new StartException($"{portal} answered {(int)answer.StatusCode}: {await ReasonAsync(answer, ct)}");
        return (await answer.Content.ReadFromJsonAsync<IReadOnlyList<ListedPlugin>>(JsonSerializerOptions.Web, ct))!;
    }, ct);

    private static Task<int> SendAsync(Uri portal, string path, HttpContent body, bool json, CancellationToken ct) => AskAsync(portal, async http =>
    {
        using var answer = await http.PostAsync(path, body, ct);
        if (!answer.IsSuccessStatusCode)
        {
            await Console.Error.WriteLineAsync(await ReasonAsync(answer, ct));
            return answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden ? ExitCodes.No : ExitCodes.CouldNot;
        }

        var standing = (await answer.Content.ReadFromJsonAsync<PluginStanding>(JsonSerializerOptions.Web, ct))!;
        Console.WriteLine(json ? JsonSerializer.Serialize(standing, JsonSerializerOptions.Web) : Sentence(standing));
        return ExitCodes.Ok;
    }, ct);

    private static string Sentence(PluginStanding standing) => FormattableString.Invariant(
        $"{standing.Plugin} {standing.Version} {(standing.Enabled ? "serves" : "is switched off")}{(standing.Changed ? $", recorded as @{standing.Position}" : ", as before")}");

    private static async Task<T> AskAsync<T>(Uri portal, Func<HttpClient, Task<T>> ask, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = portal, Timeout = TimeSpan.FromSeconds(60) };
        try
        {
            return await ask(http);
        }
        catch (Exception weather) when (weather is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new StartException($"{portal} does not answer: {weather.Message} Give the address of a running portal with --portal.", weather);
        }
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var body = await answer.Content.ReadAsStringAsync(ct);
        try
        {
            return JsonElement.Parse(body).GetProperty("detail").GetString()!;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"{answer.ReasonPhrase}. Is it an EventCatalog portal of this version?";
        }
    }
}
