using System.Text.Json;
using System.Text.Json.Nodes;
using EventCatalog.Domain.Plugins;

namespace EventCatalog.Domain.Tests.Plugins;

public class PluginRulesTests
{
    private const string Sound =
        """
        {"id":"hello","name":"Hello","version":"1.0.0","sdk":"^1.0","owner":"group:shop","entry":"index.js","permissions":[],
         "extensions":[{"type":"page","id":"overview","title":"Hello","icon":"chart"},{"type":"entity-card","id":"links","title":"Links","when":{"kinds":["component"]}}],
         "files":{"index.js":"sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}}
        """;

    [Fact]
    public void A_sound_manifest_is_read_and_written_as_it_was()
    {
        var manifest = PluginRules.Read(JsonElement.Parse(Sound));

        manifest.Owner.ToString().ShouldBe("group:default/shop");
        manifest.Extensions.Select(extension => (extension.Type, extension.Id)).ShouldBe([(PluginExtensionType.Page, "overview"), (PluginExtensionType.EntityCard, "links")]);
        PluginRules.Read(PluginRules.Write(manifest)).Says(manifest).ShouldBeTrue();
    }

    [Theory]
    [InlineData("id", "\"Hello!\"", "/id must match pattern", "not \"Hello!\"")]
    [InlineData("id", "\"catalog\"", "/id \"catalog\"", "choose another")]
    [InlineData("version", "\"1\"", "/version", "not \"1\"")]
    [InlineData("sdk", "\">=1 <3\"", "/sdk", "\">=1 <3\"")]
    [InlineData("sdk", "null", "/sdk must be string", "not null")]
    [InlineData("owner", "\"shop\"", "/owner", "not \"shop\"")]
    [InlineData("owner", "\"group:/\"", "/owner", "group:default/platform, not \"group:/\"")]
    [InlineData("owner", "\"component:cart\"", "/owner", "neither a Group nor a User")]
    [InlineData("entry", "\"main.js\"", "/entry \"main.js\"", "there are index.js")]
    [InlineData("extensions", "[]", "/extensions must NOT have fewer than 1 items", "")]
    [InlineData("extensions", """[{"type":"tab","id":"a","title":"A"}]""", "/extensions/0/type", "page,entity-tab,entity-card,home-card,command")]
    [InlineData("extensions", """[{"type":"page","id":"a","title":"A"},{"type":"page","id":"a","title":"B","path":"b"}]""", "the id \"a\" more than once", "")]
    [InlineData("extensions", """[{"type":"page","id":"a","title":"A"},{"type":"page","id":"b","title":"B"}]""", "more than one page without a path", "")]
    [InlineData("extensions", """[{"type":"command","id":"a","title":"A","path":"b"}]""", "/extensions/0 \"a\" has a path", "only pages")]
    [InlineData("extensions", """[{"type":"page","id":"a","title":"A","when":{"kinds":["api"]}}]""", "condition (when)", "only tabs and cards")]
    [InlineData("permissions", """["everything"]""", "/permissions/0", "catalog:read")]
    [InlineData("files", """{"index.js":"sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=","page.html":"sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}""", "\"page.html\"", "js, mjs")]
    [InlineData("files", """{"../index.js":"sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}""", "/files", "../index.js")]
    [InlineData("files", """{"index.js":"sha384-nothing"}""", "/files/index.js", "sha384-nothing")]
    [InlineData("colour", "\"red\"", "additional properties", "colour")]
    public void What_is_wrong_is_quoted_and_placed(string member, string value, string place, string words)
    {
        var written = JsonNode.Parse(Sound)!.AsObject();
        written[member] = JsonNode.Parse(value);

        var message = Should.Throw<RuleViolation>(() => PluginRules.Read(JsonSerializer.SerializeToElement(written))).Message;

        message.ShouldStartWith("plugin.json");
        message.ShouldContain(place);
        message.ShouldContain(words);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var written = JsonNode.Parse(Sound)!.AsObject();
        written.Remove("owner");
        Should.Throw<RuleViolation>(() => PluginRules.Read(JsonSerializer.SerializeToElement(written))).Message.ShouldContain("must have required property 'owner'");
    }

    [Fact]
    public void The_hash_a_browser_checks_is_the_name_of_the_body()
    {
        PluginFiles.IntegrityOf([]).ShouldBe("sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        PluginFiles.BodyOf(PluginFiles.IntegrityOf([])).ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
