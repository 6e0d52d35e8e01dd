using System.Text.Json.Nodes;

namespace EventCatalog.Ingestion.Tests.Backstage;

/// <summary>What generated descriptors hold, where it belongs and where it does not.</summary>
internal static class Values
{
    private static readonly string Name63 = new('n', 63);

    public static readonly string[] Names = ["cart", "Cart.Api", "a--_..b", "x", "shop_2", Name63];

    private static readonly string[] OwnerValues = ["\"shop\"", "\"group:shop\"", "\"user:team-a/anna\"", "\"Group:Default/Shop\"", "\"a/b/c\""];
    private static readonly string[] SystemValues = ["\"checkout\"", "\"system:default/checkout\"", "\"other/Checkout\""];
    private static readonly string[] ApiLists = ["""["orders"]""", """["b","a","B"]""", "[]", """["api:x/y","orders","orders"]"""];
    private static readonly string[] DependencyLists = ["""["resource:db"]""", """["component:default/z","resource:A/b"]""", """["resource:b","Resource:B"]""", "[]"];
    private static readonly string[] Profiles = ["""{"displayName":"Shop","email":"shop@acme.example"}""", """{"picture":"https://x.example/p.png"}""", "{}"];
    private static readonly string[] Definitions = ["\"openapi: 3.1.0\"", """{"$text":"./openapi.yaml"}""", "\"line\\n  indented\\n\"", """{"$text":"./missing.yaml"}""", """{"$json":"./data.json"}"""];

    public static readonly Dictionary<string, string[]> Specs = new(StringComparer.Ordinal)
    {
        ["Component"] = ["""{"type":"service","lifecycle":"production","owner":"shop"}"""],
        ["API"] = ["""{"type":"openapi","lifecycle":"production","owner":"shop","definition":"openapi: 3.1.0"}""", """{"type":"openapi","lifecycle":"x","owner":"user:a","definition":{"$text":"./openapi.yaml"}}"""],
        ["Resource"] = ["""{"type":"database","owner":"shop"}"""],
        ["System"] = ["""{"owner":"shop"}"""],
        ["Domain"] = ["""{"owner":"shop"}"""],
        ["Group"] = ["""{"type":"team","children":[]}""", """{"type":"team","children":["b","a"]}"""],
        ["User"] = ["""{"memberOf":[]}""", """{"memberOf":["shop","group:other/x"]}"""],
        ["Location"] = ["{}", """{"target":"./a.yaml"}""", """{"type":"url","targets":["./b.yaml","./a.yaml"]}"""],
        ["Template"] = ["""{"type":"service","steps":[]}""", """{"type":"service","owner":"shop","steps":[{"action":"debug:log","id":"a","if":true,"input":{"message":"x"}}],"parameters":[{"title":"x"}]}"""],
    };

    public static readonly Dictionary<string, (string Name, string[] Values)[]> Optional = new(StringComparer.Ordinal)
    {
        ["Component"] = [("owner", OwnerValues), ("system", SystemValues), ("subcomponentOf", ["\"parent\""]), ("providesApis", ApiLists), ("consumesApis", ApiLists), ("dependsOn", DependencyLists), ("dependencyOf", [.. DependencyLists, "\"component:x\""])],
        ["API"] = [("owner", OwnerValues), ("system", SystemValues), ("definition", Definitions)],
        ["Resource"] = [("owner", OwnerValues), ("system", SystemValues), ("dependsOn", DependencyLists), ("dependencyOf", DependencyLists)],
        ["System"] = [("owner", OwnerValues), ("domain", ["\"payments\"", "\"domain:a/b\""]), ("type", ["\"product\""])],
        ["Domain"] = [("owner", OwnerValues), ("subdomainOf", ["\"all\""]), ("type", ["\"x\""])],
        ["Group"] = [("parent", ["\"all\""]), ("members", ["""["anna","Bo"]""", "[]"]), ("profile", Profiles)],
        ["User"] = [("profile", Profiles)],
        ["Location"] = [("presence", ["\"optional\"", "\"required\""]), ("type", ["\"url\""])],
        ["Template"] =
        [
            ("lifecycle", ["\"production\""]), ("parameters", ["{}", """[{"required":["a"],"backstage:permissions":{"tags":["x"]}}]"""]), ("output", ["""{"links":[{"title":"x","url":"https://x.example"}],"text":[{"content":"y"}]}""", """{"repo":"x"}"""]),
            ("presentation", ["""{"buttonLabels":{"createButtonText":"Go"}}"""]), ("secrets", ["""{"schema":{"type":"object"}}"""]), ("EXPERIMENTAL_formDecorators", ["""[{"id":"x","input":{}}]"""]),
        ],
    };

    private static readonly string[] Places =
    [
        "/apiVersion", "/apiVersion", "/apiVersion", "/kind", "/kind", "/kind", "/kind", "/metadata", "/metadata/name", "/metadata/name", "/metadata/namespace", "/metadata/title", "/metadata/description", "/metadata/labels", "/metadata/labels/a",
        "/metadata/labels/Ex.com~1a", "/metadata/labels/a~1b~1c", "/metadata/annotations", "/metadata/annotations/k", "/metadata/annotations/~1x", "/metadata/annotations/a.b~1c", "/metadata/tags", "/metadata/tags/0", "/metadata/links",
        "/metadata/links/0", "/metadata/links/0/url", "/metadata/links/0/title", "/metadata/links/0/icon", "/metadata/links/0/type", "/metadata/uid", "/metadata/etag", "/metadata/Name", "/metadata/foo", "/relations",
        "/status", "/attachments", "/foo", "/spec", "/spec/owner", "/spec/owner", "/spec/owner", "/spec/system", "/spec/providesApis/0", "/spec/dependsOn/0", "/spec/dependencyOf", "/spec/Owner", "/spec/type", "/spec/lifecycle", "/spec/system", "/spec/definition", "/spec/providesApis", "/spec/providesApis/0",
        "/spec/consumesApis", "/spec/dependsOn", "/spec/dependsOn/0", "/spec/dependencyOf", "/spec/dependencyOf/0", "/spec/subcomponentOf", "/spec/domain", "/spec/subdomainOf", "/spec/children",
        "/spec/children/0", "/spec/members", "/spec/memberOf", "/spec/memberOf/0", "/spec/parent", "/spec/profile", "/spec/profile/email", "/spec/profile/displayName", "/spec/target", "/spec/targets", "/spec/presence", "/spec/steps", "/spec/steps/0",
        "/spec/steps/0/action", "/spec/steps/0/if", "/spec/steps/0/input", "/spec/parameters", "/spec/parameters/0", "/spec/output", "/spec/output/links", "/spec/output/links/0/url", "/spec/presentation", "/spec/secrets", "/spec/custom", "/spec/custom/deep",
    ];

    private static readonly string[] Wrong =
    [
        "absent", "absent", "absent", "null", "\"\"", "\"  \"", "5", "1.5", "-0", "1e21", "true", "false", "[]", "{}", """["a"]""", """["a","A"]""", """[""]""", "[null]", "[5]", "[[\"a\"]]", """{"a":1}""", """{"a":{"A":1,"a":2}}""",
        "\"a\"", "\"A\"", "\"a b\"", "\"a-\"", "\"-a\"", "\"a_b\"", "\"a.b\"", "\"a--b\"", "\"å\"", "\"a\\n\"", "\"a:b\"", "\"a:b:c\"", "\"a/b\"", "\"a/b/c\"", "\"a/b:c\"", "\":c\"", "\"a:\"", "\"/c\"", "\"b/\"", "\"a:/c\"",
        "\"yes\"", "\"012\"", "\"2020-01-01\"", "\"null\"", "\"~\"", "\"Component\"", "\"component\"", "\"AiResource\"", "\"mcp-server\"", "\"My-Kind\"", "\"backstage.io/v1alpha1\"", "\"backstage.io/v2\"", "\"scaffolder.backstage.io/v1beta3\"", "\"v1\"",
        "\"https://x.example\"", "\"not a url\"", "\"/x\"", "\"mailto:a@b\"", "\"javascript:alert(1)\"", "\"http://a b\"", "\"https://[::1\"", "\"HTTP:x\"", "\"required\"", "\"maybe\"", "\"component:default/x\"", "\"nokind\"",
        """{"$text":"./openapi.yaml"}""", """{"$yaml":"./data.yaml"}""", """{"$yaml":"./two.yaml"}""", """{"$yaml":"./broken.yaml"}""", """{"$json":"./data.json"}""", """{"$json":"./broken.json"}""", """{"$text":"./missing.yaml"}""", """{"$text":5}""",
        """{"$text":"https://github.com/acme/other/blob/main/openapi.yaml"}""", """{"$text":"/openapi.yaml"}""", """{"$unknown":"x"}""", """{"$text":"./openapi.yaml","b":1}""", """{"b":1,"$text":{"$text":"./openapi.yaml"}}""", """[{"$json":"../data.json"}]""",
        $"\"{Name63}\"", $"\"{Name63}n\"", $"\"{new string('v', 201)}\"", """[{"url":"x:y"},{"title":"t"}]""", """[{"action":"a"},{"id":"b"}]""", """[{"type":"ownedBy","targetRef":"group:default/x"}]""", "9007199254740993", "12345678901234567890", "0.1",
    ];

    /// <summary>Puts a value where it does not belong, or takes one away.</summary>
    public static void Misplace(JsonObject document, Chance chance)
    {
        var (steps, value) = (chance.Pick(Places).Split('/')[1..], chance.Pick(Wrong));
        JsonNode? parent = document;
        foreach (var step in steps[..^1].Select(Unescaped))
        {
            parent = parent switch
            {
                JsonObject map => map[step] ??= new JsonObject(),
                JsonArray { Count: > 0 } list => list[0],
                _ => null,
            };
        }

        var last = Unescaped(steps[^1]);
        switch (parent)
        {
            case JsonObject map when value == "absent":
                map.Remove(last);
                break;
            case JsonObject map:
                map[last] = JsonNode.Parse(value);
                break;
            case JsonArray list when value != "absent":
                list.Add(JsonNode.Parse(value));
                break;
        }
    }

    private static string Unescaped(string step) => step.Replace("~1", "/", StringComparison.Ordinal);
}
