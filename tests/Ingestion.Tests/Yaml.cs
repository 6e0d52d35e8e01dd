namespace EventCatalog.Ingestion.Tests;

/// <summary>Descriptors as people write them.</summary>
internal static class Yaml
{
    public static string Component(string name, string owner = "shop", string more = "") => $"""
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata:
          name: {name}
        spec:
          type: service
          lifecycle: production
          owner: {owner}
        {more}
        """.TrimEnd() + "\n";

    public static string Location(string name, params string[] targets) => $"""
        apiVersion: backstage.io/v1alpha1
        kind: Location
        metadata:
          name: {name}
        spec:
          targets:{(targets.Length == 0 ? " []" : "")}
        {string.Join('\n', targets.Select(target => $"    - {target}"))}

        """;

    public static string Documents(params string[] documents) => string.Join("---\n", documents);
}
