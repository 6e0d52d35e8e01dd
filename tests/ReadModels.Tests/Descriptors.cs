using System.Text.Json;

namespace EventCatalog.ReadModels.Tests;

/// <summary>Small sound descriptors.</summary>
internal static class Descriptors
{
    public static string Component(
        string name, string owner = "shop", string type = "service", string lifecycle = "production", string? description = null,
        string? title = null, string[]? tags = null, string? system = null, string[]? dependsOn = null, string[]? providesApis = null) =>
        Json("Component", name, new { type, lifecycle, owner, system, dependsOn, providesApis }, description, title, tags);

    public static string Group(string name, string? parent = null, string[]? children = null, object[]? links = null) =>
        Json("Group", name, new { type = "team", parent, children = children ?? [] }, links: links);

    public static string SystemOf(string name, string owner = "shop") => Json("System", name, new { owner });

    public static string Json(
        string kind, string name, object spec, string? description = null, string? title = null, string[]? tags = null, object[]? links = null) =>
        JsonSerializer.Serialize(
            new { apiVersion = "backstage.io/v1alpha1", kind, metadata = new { name, @namespace = "default", title, description, tags, links }, spec },
            Options);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };
}
