using System.Collections.Immutable;
using System.Text.Json;
using EventCatalog.Domain.Entities;

namespace EventCatalog.Ingestion.Memory;

/// <summary>The claims on an entity as JSON.</summary>
internal static class StoredClaims
{
    public const string None = "[]";

    public static string Write(ImmutableList<Claim> claims) => claims.IsEmpty ? None : JsonSerializer.Serialize(claims, JsonSerializerOptions.Web);

    public static ImmutableList<Claim> Parse(string json) => json is None ? [] : JsonSerializer.Deserialize<ImmutableList<Claim>>(json, JsonSerializerOptions.Web)!;
}
