namespace EventCatalog.EndToEnd.Tests;

/// <summary>Texts of descriptors as people write them.</summary>
public static class Descriptor
{
    public static string Component(string name, string owner, string lifecycle = "production") =>
        $"""
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata:
          name: {name}
        spec:
          type: service
          lifecycle: {lifecycle}
          owner: {owner}

        """;

    public static string Group(string name) =>
        $"""
        apiVersion: backstage.io/v1alpha1
        kind: Group
        metadata:
          name: {name}
        spec:
          type: team
          children: []

        """;

    /// <summary>The line of <c>owner:</c> in <see cref="Component"/>, from 1.</summary>
    public const int OwnerLine = 8;

    public static string Documents(params string[] documents) => string.Join("---\n", documents);
}
