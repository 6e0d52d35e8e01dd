using System.Text.Json.Nodes;

namespace EventCatalog.Ingestion.Demo;

/// <summary>Reaches into a descriptor that is being written.</summary>
internal static class DemoJson
{
    public static JsonObject Metadata(this JsonObject descriptor) => descriptor["metadata"]!.AsObject();

    public static JsonObject Spec(this JsonObject descriptor) => descriptor["spec"]!.AsObject();

    /// <summary>The member object, made when missing.</summary>
    public static JsonObject Child(this JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
            parent[name] = child = [];
        return child;
    }

    public static string[] Texts(this JsonObject parent, string list) =>
        parent[list] is JsonArray items ? [.. items.Select(item => item!.GetValue<string>())] : [];

    /// <summary>Adds to a list of strings and keeps it sorted and distinct, as the catalog stores lists of references.</summary>
    public static void Include(this JsonObject parent, string list, params IEnumerable<string> items) =>
        parent.Put(list, parent.Texts(list).Union(items, StringComparer.Ordinal));

    public static void Exclude(this JsonObject parent, string list, params IEnumerable<string> items) =>
        parent.Put(list, parent.Texts(list).Except(items, StringComparer.Ordinal));

    public static void Link(this JsonObject descriptor, string url, string title, string icon)
    {
        var metadata = descriptor.Metadata();
        if (metadata["links"] is not JsonArray links)
            metadata["links"] = links = [];
        if (!links.Any(link => string.Equals(link!["url"]!.GetValue<string>(), url, StringComparison.Ordinal)))
            links.Add((JsonNode)new JsonObject { ["url"] = url, ["title"] = title, ["icon"] = icon });
    }

    private static void Put(this JsonObject parent, string list, IEnumerable<string> items)
    {
        var sorted = items.Order(StringComparer.Ordinal).Select(item => (JsonNode)JsonValue.Create(item)).ToArray();
        if (sorted.Length > 0)
            parent[list] = new JsonArray(sorted);
        else
            parent.Remove(list);
    }
}
