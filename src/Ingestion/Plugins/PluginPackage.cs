using EventCatalog.Domain.Plugins;

namespace EventCatalog.Ingestion.Plugins;

/// <summary>One version of a plugin with the bytes of its files; both agree.</summary>
/// <param name="Files">The bytes by path, exactly those that the manifest lists.</param>
public sealed record PluginPackage(PluginManifest Manifest, IReadOnlyDictionary<string, byte[]> Files);
