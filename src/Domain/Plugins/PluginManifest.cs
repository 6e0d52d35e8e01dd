using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventCatalog.Domain.Plugins;

/// <summary>Where a plugin adds something to the portal.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PluginExtensionType>))]
public enum PluginExtensionType
{
    /// <summary>A page with its own address and an entry in the side bar.</summary>
    [JsonStringEnumMemberName("page")]
    Page,

    /// <summary>A tab of an entity's page.</summary>
    [JsonStringEnumMemberName("entity-tab")]
    EntityTab,

    /// <summary>A panel of an entity's overview.</summary>
    [JsonStringEnumMemberName("entity-card")]
    EntityCard,

    /// <summary>A panel of the home page.</summary>
    [JsonStringEnumMemberName("home-card")]
    HomeCard,

    /// <summary>Something to do, in the palette.</summary>
    [JsonStringEnumMemberName("command")]
    Command,
}

/// <summary>The entities a tab or card shows for; what is null does not matter.</summary>
/// <param name="Kinds">In any case.</param>
/// <param name="Annotation">One they must have.</param>
public sealed record PluginCondition(IReadOnlyList<string>? Kinds, IReadOnlyList<string>? Types, string? Annotation);

/// <summary>One thing a plugin adds.</summary>
/// <param name="Id">Unique within the plugin.</param>
/// <param name="Path">Of a page, below the plugin's own address; null for the first page.</param>
/// <param name="Icon">Of a page; null for a neutral mark.</param>
/// <param name="When">Of a tab or card; null for every entity.</param>
public sealed record PluginExtension(PluginExtensionType Type, string Id, string Title, string? Path = null, string? Icon = null, PluginCondition? When = null);

/// <summary>What a plugin says of itself in its <c>plugin.json</c>; part of the stored contract, like the events that hold it.</summary>
/// <param name="Sdk">The range of SDK versions it works with, such as <c>^1.0</c>.</param>
/// <param name="Entry">The module that is loaded first, one of <paramref name="Files"/>.</param>
/// <param name="Permissions">What it says it will do; nothing enforces it.</param>
/// <param name="Files">Each file by its path, with the SHA-256 of its bytes as subresource integrity writes it: https://www.w3.org/TR/SRI/</param>
public sealed record PluginManifest(
    string Id,
    string Name,
    string Version,
    string Sdk,
    EntityRef Owner,
    string Entry,
    string? Description,
    IReadOnlyList<string> Permissions,
    IReadOnlyList<PluginExtension> Extensions,
    IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Whether both say the same of the same files, in whatever order.</summary>
    public bool Says(PluginManifest other) => string.Equals(Text(), other.Text(), StringComparison.Ordinal);

    private string Text() => JsonSerializer.Serialize(this with { Files = new SortedDictionary<string, string>(Files.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal) });
}
