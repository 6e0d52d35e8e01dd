using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventCatalog.Domain.Tests;

/// <summary>Descriptors to test with.</summary>
internal static class Documents
{
    public static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    public static JsonElement Component(string owner = "shop", string lifecycle = "production", string? description = null, string name = "cart") =>
        Json($$"""
            {"apiVersion":"backstage.io/v1alpha1","kind":"Component","metadata":{"name":"{{name}}","namespace":"default"{{(description is null ? "" : $",\"description\":\"{description}\"")}}},
             "spec":{"type":"service","lifecycle":"{{lifecycle}}","owner":"{{owner}}"} }
            """);

    /// <summary>A minimal sound document of a kind.</summary>
    public static JsonObject Minimal(string kind) => JsonNode.Parse(kind switch
    {
        "Component" => """{"spec":{"type":"service","lifecycle":"production","owner":"shop"}}""",
        "API" => """{"spec":{"type":"openapi","lifecycle":"production","owner":"shop","definition":"openapi: 3.1.0"}}""",
        "Resource" => """{"spec":{"type":"database","owner":"shop"}}""",
        "System" or "Domain" => """{"spec":{"owner":"shop"}}""",
        "Group" => """{"spec":{"type":"team","children":[]}}""",
        "User" => """{"spec":{"memberOf":[]}}""",
        "Location" => """{"spec":{}}""",
        "Template" => """{"spec":{"type":"service","steps":[{"action":"debug:log"}]}}""",
        _ => """{"spec":{"type":"x","lifecycle":"production","owner":"shop"}}""",
    })!.AsObject().With("/apiVersion", kind == "Template" ? "\"scaffolder.backstage.io/v1beta3\"" : "\"backstage.io/v1alpha1\"").With("/kind", $"\"{kind}\"").With("/metadata", """{"name":"cart"}""");

    /// <summary>The object with a JSON value at a pointer; <c>absent</c> takes away what is there.</summary>
    public static JsonObject With(this JsonObject root, string pointer, string json)
    {
        var steps = pointer.Split('/').Skip(1).Select(step => step.Replace("~1", "/").Replace("~0", "~")).ToArray();
        var parent = root;
        foreach (var step in steps[..^1])
            parent = (parent[step] ??= new JsonObject()).AsObject();
        if (json == "absent")
            parent.Remove(steps[^1]);
        else
            parent[steps[^1]] = JsonNode.Parse(json);
        return root;
    }

    public static JsonElement Element(this JsonObject root) => JsonSerializer.SerializeToElement(root);
}
