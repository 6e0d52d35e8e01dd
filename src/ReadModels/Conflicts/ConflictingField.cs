using System.Text.Json;

namespace EventCatalog.ReadModels.Conflicts;

/// <summary>What the source that has the entity says at a path, and what the one that waits says.</summary>
public sealed record ConflictingField(string Path, JsonElement? Kept, JsonElement? Waiting);
