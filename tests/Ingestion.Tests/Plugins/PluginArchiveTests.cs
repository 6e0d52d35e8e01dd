using System.IO.Compression;
using System.Text;
using EventCatalog.Domain;
using EventCatalog.Ingestion.Plugins;

namespace EventCatalog.Ingestion.Tests.Plugins;

public sealed class PluginArchiveTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_packed_and_unpacked_is_the_same_plugin_and_packing_it_again_gives_the_same_bytes()
    {
        using var folder = PluginFolders.Hello();
        folder.Write("chunks/more.js", "export const more = 1;");
        folder.Write("README.md", "not served, so not packed");
        folder.Write(".hidden/secret.js", "secret");
        folder.Write("node_modules/react/index.js", "react");

        var package = await PluginFolder.ReadAsync(folder.Path, Ct);
        var archive = PluginArchive.Write(package);
        var read = PluginArchive.Read(archive);

        package.Files.Keys.ShouldBe(["chunks/more.js", "index.js"]);
        read.Manifest.Says(package.Manifest).ShouldBeTrue();
        read.Files["index.js"].ShouldBe(package.Files["index.js"]);
        PluginArchive.Write(await PluginFolder.ReadAsync(folder.Path, Ct)).ShouldBe(archive);
    }

    [Fact]
    public async Task A_changed_byte_a_missing_and_an_additional_file_are_refused()
    {
        using var folder = PluginFolders.Hello();
        var package = await PluginFolder.ReadAsync(folder.Path, Ct);

        Refused(package with { Files = new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["index.js"] = "export default 2;"u8.ToArray() } }).ShouldContain("The bytes of \"index.js\"");
        Refused(package with { Files = new Dictionary<string, byte[]>(StringComparer.Ordinal) }).ShouldContain("lists \"index.js\", which is not in the archive");
        Refused(package with { Files = new Dictionary<string, byte[]>(package.Files, StringComparer.Ordinal) { ["more.js"] = [] } }).ShouldContain("\"more.js\", which its plugin.json does not list");
    }

    [Fact]
    public void What_is_no_archive_of_a_plugin_is_refused_with_what_to_do()
    {
        Should.Throw<RuleViolation>(() => PluginArchive.Read("hello"u8.ToArray())).Message.ShouldContain("eventcatalog plugin pack");
        Should.Throw<RuleViolation>(() => PluginArchive.Read(Zip(("readme.txt", "hello")))).Message.ShouldContain("no plugin.json at its root");
        Should.Throw<RuleViolation>(() => PluginArchive.Read(Zip(("plugin.json", "{")))).Message.ShouldContain("is not JSON");
        Should.Throw<RuleViolation>(() => PluginArchive.Read(Zip(("plugin.json", "{}"), ("plugin.json", "{}")))).Message.ShouldContain("twice");
        Should.Throw<RuleViolation>(() => PluginArchive.Read(Zip(("plugin.json", "{}")))).Message.ShouldContain("must have required property 'id'");
    }

    [Fact]
    public void An_archive_that_unpacks_to_more_than_is_allowed_is_given_up() =>
        Should.Throw<RuleViolation>(() => PluginArchive.Read(Zip(("bomb.js", new string('0', 11 * 1024 * 1024))))).Message.ShouldContain("larger than 10 MB");

    [Fact]
    public async Task A_folder_without_a_manifest_is_refused_with_the_place()
    {
        using var folder = new TempFolder();
        (await Should.ThrowAsync<RuleViolation>(PluginFolder.ReadAsync(folder.Path, Ct))).Message.ShouldContain(Path.Combine(folder.Path, "plugin.json"));
    }

    private static string Refused(PluginPackage package) => Should.Throw<RuleViolation>(() => PluginArchive.Read(PluginArchive.Write(package))).Message;

    private static byte[] Zip(params (string Path, string Text)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in entries)
            {
                using var to = zip.CreateEntry(path).Open();
                to.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }
}
