using System.Text.Json;

namespace EventCatalog.Ingestion.Formats.Sbom;

/// <summary>CycloneDX in JSON, versions 1.2 to 1.7 (<see href="https://cyclonedx.org/docs/1.6/json/"/>). Components within components are parts, too.</summary>
public static class CycloneDxReader
{
    internal static bool IsMeant(JsonElement root) => root.Text("bomFormat") is "CycloneDX";

    /// <exception cref="UnreadableReportException">It is no CycloneDX; the message says why.</exception>
    public static BillOfMaterials Read(JsonElement root)
    {
        if (root.Text("specVersion") is not { } version || !version.StartsWith("1.", StringComparison.Ordinal))
            throw new UnreadableReportException($"specVersion is \"{root.Text("specVersion")}\"; versions 1.2 to 1.7 of CycloneDX are read.");
        var parts = new List<Part>();
        Add(root, parts, "components");
        return new BillOfMaterials($"CycloneDX {version}", parts, JsonReport.Time(root.Text("metadata", "timestamp")));
    }

    private static void Add(JsonElement holder, List<Part> parts, string path)
    {
        foreach (var (index, component) in holder.Items("components").Index())
        {
            var place = FormattableString.Invariant($"{path}[{index}]");
            if (parts.Count == BillOfMaterials.MostParts)
                throw new UnreadableReportException($"There are more than {BillOfMaterials.MostParts} components.");
            var name = component.Text("name") ?? throw new UnreadableReportException($"{place} has no name.");
            parts.Add(new Part(component.Text("group") is { } group ? $"{group}/{name}" : name, component.Text("version"), component.Text("purl"), Licences(component)));
            Add(component, parts, $"{place}.components");
        }
    }

    private static string[] Licences(JsonElement component) =>
        [.. component.Items("licenses").Select(one => one.Text("expression") ?? one.Text("license", "id") ?? one.Text("license", "name")).OfType<string>()];
}
