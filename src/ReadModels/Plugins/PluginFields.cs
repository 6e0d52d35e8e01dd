using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Events;

namespace EventCatalog.ReadModels.Plugins;

/// <summary>The GraphQL fields that the plugins read model answers.</summary>
public static class PluginFields
{
    public static SchemaBuilder AddPlugins(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("plugins"))
        .FieldAsync<object>("Query.plugins", async (_, context) => await context.Service<PluginQueries>().AllAsync(context.Cancellation))
        .Field<PluginRow>("Plugin.name", (plugin, _) => plugin.Manifest.Name)
        .Field<PluginRow>("Plugin.description", (plugin, _) => plugin.Manifest.Description)
        .Field<PluginRow>("Plugin.version", (plugin, _) => plugin.Manifest.Version)
        .Field<PluginRow>("Plugin.sdk", (plugin, _) => plugin.Manifest.Sdk)
        .Field<PluginRow>("Plugin.ownerRef", (plugin, _) => plugin.Manifest.Owner)
        .FieldAsync<PluginRow>("Plugin.owner", (plugin, context) => context.LoadEntity(plugin.Manifest.Owner.ToString()))
        .Field<PluginRow>("Plugin.permissions", (plugin, _) => plugin.Manifest.Permissions)
        .Field<PluginRow>("Plugin.extensions", (plugin, _) => plugin.Manifest.Extensions)
        .FieldAsync<PluginRow>("Plugin.lastChange", (plugin, context) => context.LoadEvent(plugin.ChangedPosition));
}
