using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>Plugins come, change and go while the portal runs.</summary>
public sealed class PluginTests
{
    private const string Card = """{ "type": "entity-card", "id": "card", "title": "Broken card" }""";
    private const string Page = """{ "type": "page", "id": "page", "title": "A page" }""";
    private const string Command = """{ "type": "command", "id": "fail", "title": "Fail on purpose" }""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Installed_by_command_a_plugin_is_served_by_every_node_as_it_was_packed_and_only_own_pages_may_change_it()
    {
        await using var database = await SharedDatabase.NewAsync();
        await using var portal = await Portal.StartAsync(database.Environment);
        await using var other = await Portal.StartAsync(database.Environment);
        using var folder = new TempFolder();
        var hello = Path.Combine(folder.Root, "hello");

        (await PluginAsync("new", "hello", "--in", hello)).ExitCode.ShouldBe(0);
        (await PluginAsync("new", "hello", "--in", hello)).ExitCode.ShouldBe(2);
        var packed = await PluginAsync("pack", hello, "--to", folder.At("hello.zip"));
        packed.Output.ShouldContain("files: index.js");
        var installed = await PluginAsync("install", folder.At("hello.zip"), "--portal", portal.Url.ToString(), "--json");
        installed.ExitCode.ShouldBe(0, installed.All);

        var listed = await ListedAsync(other, plugins => plugins.GetArrayLength() == 1);
        var manifest = listed[0].GetProperty("manifest");
        listed[0].GetProperty("versions")[0].GetProperty("installedBy").GetString().ShouldBe($"user:{Environment.UserName}");
        using var served = await other.Http.GetAsync("/plugins/hello/1.0.0/index.js", Ct);
        var bytes = await served.Content.ReadAsByteArrayAsync(Ct);
        bytes.ShouldBe(await File.ReadAllBytesAsync(Path.Combine(hello, "index.js"), Ct));
        $"sha256-{Convert.ToBase64String(SHA256.HashData(bytes))}".ShouldBe(manifest.GetProperty("files").GetProperty("index.js").GetString());
        (served.Content.Headers.ContentType!.MediaType, served.Headers.CacheControl!.ToString().Contains("immutable", StringComparison.Ordinal)).ShouldBe(("text/javascript", true));
        using var missing = await other.Http.GetAsync("/plugins/hello/1.0.0/plugin.json", Ct);
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await SendAsync(portal, "/api/plugins", Archive(await File.ReadAllBytesAsync(folder.At("hello.zip"), Ct)), "http://evil.example")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(portal, "/api/plugins", new StringContent("hello"))).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await SendAsync(portal, "/api/plugins", Archive([1, 2, 3]))).ShouldBe((HttpStatusCode.BadRequest, "The plugin is not a zip archive: make one with `eventcatalog plugin pack`"));

        var address = portal.Url.ToString();
        (await PluginAsync("rollback", "hello", "--portal", address)).ExitCode.ShouldBe(1);
        (await PluginAsync("disable", "nothing", "--portal", address)).Errors.ShouldContain("No plugin \"nothing\" is installed");
        (await PluginAsync("disable", "hello", "--portal", address)).Output.ShouldContain("hello 1.0.0 is switched off");
        await ListedAsync(other, plugins => !plugins[0].GetProperty("enabled").GetBoolean());
        (await PluginAsync("list", "--portal", address)).Output.ShouldContain("hello 1.0.0 (off)");
        (await PluginAsync("list", "--portal", "hello")).ExitCode.ShouldBe(2);
        (await PluginAsync("enable", "hello", "--portal", Portal.FreeAddress().ToString())).ExitCode.ShouldBe(3);
    }

    [Fact]
    public async Task While_it_is_written_every_change_of_a_plugin_is_brought_to_the_portal()
    {
        using var folder = new TempFolder();
        await using var portal = await Portal.StartAsync("--source", folder.At("nothing"));
        var hello = Plugin(folder, "hello", "^1.0", Page, "export default 1;");
        using var dev = Process.Start(CommandRun.EventCatalog(["plugin", "dev", hello, "--portal", portal.Url.ToString()]))!;
        try
        {
            var first = (await ListedAsync(portal, plugins => plugins.GetArrayLength() == 1))[0].GetProperty("manifest").GetProperty("version").GetString()!;
            first.ShouldStartWith("1.0.0-dev.");
            folder.Write("hello/index.js", "export default 2;");
            var second = (await ListedAsync(portal, plugins => plugins[0].GetProperty("versions").GetArrayLength() == 2))[0].GetProperty("manifest").GetProperty("version").GetString();
            (await portal.Http.GetStringAsync($"/plugins/hello/{first}/index.js", Ct)).ShouldBe("export default 1;");
            (await portal.Http.GetStringAsync($"/plugins/hello/{second}/index.js", Ct)).ShouldBe("export default 2;");
        }
        finally
        {
            dev.Kill(entireProcessTree: true);
            await dev.WaitForExitAsync(Ct);
        }
    }

    [Fact]
    public async Task An_open_page_follows_upgrades_and_rollbacks_and_what_is_broken_wrong_or_changed_harms_only_itself()
    {
        await using var database = await SharedDatabase.NewAsync();
        using var folder = new TempFolder();
        folder.Write("source/catalog-info.yaml", Descriptor.Documents(Descriptor.Group("shop"), Descriptor.Group("platform"), Annotated(Descriptor.Component("cart", "shop")), Descriptor.Component("wallet", "shop")));
        await using var portal = await Portal.StartAsync(database.Environment, "--source", folder.At("source"));
        await portal.SettledAsync();
        await InstallAsync(portal, await CompiledAsync(folder));
        await InstallAsync(portal, Path.Combine(Checkout.Samples, "owners"));
        await InstallAsync(portal, Plugin(folder, "broken", "^1.0", $"{Card}, {Command}",
            "export default { components: { card: () => { throw new Error('Thrown on purpose'); } }, commands: { fail: () => { throw new Error('Thrown on purpose by a command'); } } };"));
        await InstallAsync(portal, Plugin(folder, "future", "^99.0", Page, "export default {};"));
        await InstallAsync(portal, Plugin(folder, "tampered", "^1.0", Page, "export default { components: {} };"));
        await database.ChangeBodyAsync("export default { components: {} };", "window.tampered = true; export default { components: {} };");

        await BrowserWalk.RunAsync(
            portal, "plugins", $"--program={Path.Combine(AppContext.BaseDirectory, "eventcatalog.dll")}", $"--folder={folder.Root}");
    }

    /// <summary>The sample that is compiled, by the compiler that the portal's pages are built with.</summary>
    private static async Task<string> CompiledAsync(TempFolder folder)
    {
        var target = folder.At("grafana-links");
        var run = await CommandRun.OfAsync(new ProcessStartInfo(
            "node", [Path.Combine(Checkout.Ui, "node_modules", "vite", "bin", "vite.js"), "build", Path.Combine(Checkout.Samples, "grafana-links"), "--outDir", target, "--emptyOutDir", "--logLevel", "warn"]));
        run.ExitCode.ShouldBe(0, run.All);
        return target;
    }

    private static string Annotated(string component) => component.Replace(
        "spec:\n",
        """
          annotations:
            grafana/dashboard-url: https://grafana.example.com/d/cart
            grafana/panels: |
              Latency https://grafana.example.com/d/cart?panel=1
              Errors https://grafana.example.com/d/cart?panel=2
        spec:

        """, StringComparison.Ordinal);

    private static string Plugin(TempFolder folder, string id, string sdk, string extensions, string script)
    {
        folder.Write($"{id}/index.js", script);
        return Path.GetDirectoryName(folder.Write($"{id}/plugin.json", $$"""
            { "id": "{{id}}", "name": "{{char.ToUpperInvariant(id[0])}}{{id[1..]}}", "version": "1.0.0", "sdk": "{{sdk}}", "owner": "group:shop", "entry": "index.js", "permissions": [], "extensions": [{{extensions}}] }
            """))!;
    }

    private static async Task InstallAsync(Portal portal, string folder)
    {
        var run = await PluginAsync("install", folder, "--portal", portal.Url.ToString());
        run.ExitCode.ShouldBe(0, run.All);
    }

    private static Task<CommandRun> PluginAsync(params string[] arguments) => CommandRun.OfEventCatalogAsync(["plugin", .. arguments]);

    private static async Task<JsonElement> ListedAsync(Portal portal, Func<JsonElement, bool> isThere)
    {
        JsonElement listed = default;
        await Eventually.IsAsync("the plugin on the other node", async () => isThere(listed = await portal.Http.GetFromJsonAsync<JsonElement>("/api/plugins", Ct)));
        return listed;
    }

    private static ByteArrayContent Archive(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/zip") } };

    private static async Task<(HttpStatusCode Status, string? Detail)> SendAsync(Portal portal, string path, HttpContent body, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        using var answer = await portal.Http.SendAsync(request, Ct);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("detail").GetString());
    }
}
