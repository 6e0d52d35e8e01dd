using System.Text.Json;

namespace EventCatalog.GraphQL.Tests;

/// <summary>Answers of graphql-js 17.1.0 kept beside the tests as JSON, so that no Node is needed to compare with them.</summary>
internal static class Recorded
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static T Read<T>(params string[] path) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine([AppContext.BaseDirectory, .. path])), Json)!;
}
