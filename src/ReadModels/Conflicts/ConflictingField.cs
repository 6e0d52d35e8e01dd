using System.Text.Json;

namespace EventCatalog.ReadModels.Conflicts;

/// <summary>The value that counts at a path, and the one that does not.</summary>
/// <param name="Reason">Why, for people.</param>
public sealed record ConflictingField(string Path, JsonElement? Kept, JsonElement? Waiting, string Reason);
