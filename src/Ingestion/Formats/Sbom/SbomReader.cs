using System.Text.Json;

namespace EventCatalog.Ingestion.Formats.Sbom;

/// <summary>Reads a bill of materials in whichever of the formats it is written.</summary>
public static class SbomReader
{
    /// <exception cref="UnreadableReportException">It is in none of them, or broken; the message says where and why.</exception>
    public static BillOfMaterials Read(Stream stream)
    {
        var root = JsonReport.Parse(stream).Checked();
        return root.ValueKind is not JsonValueKind.Object ? throw Unknown()
            : CycloneDxReader.IsMeant(root) ? CycloneDxReader.Read(root)
            : SpdxReader.IsMeant(root) ? SpdxReader.Read(root)
            : throw Unknown();
    }

    private static UnreadableReportException Unknown() =>
        new("This is neither CycloneDX (\"bomFormat\": \"CycloneDX\") nor SPDX (\"spdxVersion\", or \"@graph\" in version 3), in JSON.");
}
