using System.Text.Json.Nodes;

namespace EventCatalog.Ingestion.Tests.Backstage;

/// <summary>
/// Descriptor files that nobody wrote, the same on every machine: sound ones, ones with a value where it does not belong, and ones
/// whose text is damaged. Each has a number, and its content depends on that number only.
/// </summary>
internal static class GeneratedDescriptors
{
    public const int Count = 5000;

    private static readonly string[] Kinds = ["Component", "API", "Resource", "System", "Domain", "Group", "User", "Location", "Template"];

    public static string Text(int number)
    {
        var chance = new Chance((ulong)number);
        var documents = Enumerable.Range(0, chance.Percent(8) ? 2 + chance.Below(3) : 1).Select(_ => Document(chance)).ToArray();
        var style = new YamlStyle(chance);
        var text = string.Join("---\n", documents.Select(style.Write));
        return chance.Percent(12) ? Damage.In(text, chance) : text;
    }

    private static JsonObject Document(Chance chance)
    {
        var document = Sound(chance, chance.Pick(Kinds));
        for (var faults = chance.Percent(30) ? 0 : 1 + chance.Below(2); faults > 0; faults--)
            Values.Misplace(document, chance);
        return document;
    }

    private static JsonObject Sound(Chance chance, string kind)
    {
        var metadata = new JsonObject { ["name"] = chance.Pick(Values.Names) };
        Sometimes("namespace", "shop", "team-a", "a--b");
        Sometimes("title", "The cart", "Ünïcode 🛒");
        Sometimes("description", "", "What it does", "Two\nlines\n");
        SometimesJson("labels", """{"tier":"1"}""", """{"acme.com/tier":"","b":"c_d"}""");
        SometimesJson("annotations", """{"acme.com/pager":"+1 555"}""", """{"backstage.io/source-location":"url:https://x.example/","k":""}""", """{"backstage.io/managed-by-location":"url:x"}""");
        SometimesJson("tags", """["java"]""", """["c++","c#","a:b"]""");
        SometimesJson("links", """[{"url":"https://a.example/x","title":"X","icon":"my icon"}]""", """[{"url":"mailto:a@b.example","more":1}]""");

        var spec = (JsonObject)JsonNode.Parse(chance.Pick(Values.Specs[kind]))!;
        foreach (var (name, values) in Values.Optional[kind])
        {
            if (chance.Percent(35))
                spec[name] = JsonNode.Parse(chance.Pick(values));
        }

        var apiVersion = kind == "Template" ? "scaffolder.backstage.io/v1beta3" : chance.Percent(90) ? "backstage.io/v1alpha1" : "backstage.io/v1beta1";
        return new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata, ["spec"] = spec };

        void Sometimes(string name, params string[] values)
        {
            if (chance.Percent(25))
                metadata[name] = chance.Pick(values);
        }

        void SometimesJson(string name, params string[] values)
        {
            if (chance.Percent(25))
                metadata[name] = JsonNode.Parse(chance.Pick(values));
        }
    }
}
