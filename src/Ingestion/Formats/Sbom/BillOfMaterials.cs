namespace EventCatalog.Ingestion.Formats.Sbom;

/// <summary>What a component is made of.</summary>
/// <param name="Format">Format and version, for people: <c>CycloneDX 1.6</c>.</param>
public sealed record BillOfMaterials(string Format, IReadOnlyList<Part> Parts, DateTimeOffset? At)
{
    public const int MostParts = 100_000;
}

/// <param name="Purl">Package URL: what it is, and in which version, for machines.</param>
/// <param name="Licences">As written: SPDX ids or expressions, or names.</param>
public sealed record Part(string Name, string? Version, string? Purl, IReadOnlyList<string> Licences);
