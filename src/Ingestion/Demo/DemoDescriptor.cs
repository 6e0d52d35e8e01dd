using System.Text.Json.Nodes;

namespace EventCatalog.Ingestion.Demo;

/// <summary>Writes a descriptor, members in the order people write them; what is null or empty is left out.</summary>
internal sealed class DemoDescriptor
{
    public const string Project = "meridian-hearthgoods";

    public DemoDescriptor(string kind, string name, string? title, string description, string apiVersion = "backstage.io/v1alpha1")
    {
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = "default" };
        if (title is not null)
            metadata["title"] = title;
        metadata["description"] = description;
        Json = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata, ["spec"] = new JsonObject() };
    }

    public JsonObject Json { get; }

    public DemoDescriptor Annotation(string key, string? value)
    {
        if (value is not null)
            Json.Metadata().Child("annotations")[key] = value;
        return this;
    }

    public DemoDescriptor Label(string key, string? value)
    {
        if (value is not null)
            Json.Metadata().Child("labels")[key] = value;
        return this;
    }

    public DemoDescriptor Tags(params IEnumerable<string> tags)
    {
        Json.Metadata().Include("tags", tags);
        return this;
    }

    public DemoDescriptor Link(string url, string title, string icon)
    {
        Json.Link(url, title, icon);
        return this;
    }

    public DemoDescriptor Spec(string field, JsonNode? value)
    {
        if (value is not null)
            Json.Spec()[field] = value;
        return this;
    }

    /// <param name="field">The list.</param>
    /// <param name="items">Its items, separated by spaces; null for none.</param>
    public DemoDescriptor SpecList(string field, string? items)
    {
        if (items is not null)
            Json.Spec().Include(field, Words(items));
        return this;
    }

    public static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
