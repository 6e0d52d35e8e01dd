using System.Text.Json;
using System.Text.RegularExpressions;
using EventCatalog.Domain;
using EventCatalog.Domain.Plugins;

namespace EventCatalog.Api.Tests.Plugins;

public sealed partial class PluginAddressTests
{
    [Fact]
    public void No_plugin_can_take_the_address_of_a_page_of_the_portal()
    {
        var taken = Directory.EnumerateFiles(Path.Combine(Repository.Root, "ui", "src", "plugins"), "plugin.ts", SearchOption.AllDirectories)
            .SelectMany(file => Address().Matches(File.ReadAllText(file))).Select(address => address.Groups["first"].Value).Distinct().ToArray();

        taken.ShouldContain("catalog");
        foreach (var word in taken)
            Should.Throw<RuleViolation>(() => PluginRules.Read(Manifest(word)), $"Add \"{word}\" to what PluginRules takes for the portal itself").Message.ShouldContain($"/id \"{word}\"");
        PluginRules.Read(Manifest("hello")).Id.ShouldBe("hello");
    }

    private static JsonElement Manifest(string id) => JsonElement.Parse(
        $$"""
        {"id":"{{id}}","name":"Hello","version":"1.0.0","sdk":"^1.0","owner":"group:shop","entry":"index.js","permissions":[],
         "extensions":[{"type":"page","id":"overview","title":"Hello"}],"files":{"index.js":"sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="} }
        """);

    [GeneratedRegex("""path: '/(?<first>[a-z][a-z-]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
