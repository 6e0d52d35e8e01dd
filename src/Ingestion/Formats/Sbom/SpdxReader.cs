using System.Text.Json;

namespace EventCatalog.Ingestion.Formats.Sbom;

/// <summary>
/// SPDX in JSON: 2.2 and 2.3 (<see href="https://spdx.github.io/spdx-spec/v2.3/"/>), where packages stand in a list, and 3.0
/// (<see href="https://spdx.github.io/spdx-spec/v3.0.1/"/>), where they stand in a graph. The package that the document describes is not a part of itself.
/// </summary>
public static class SpdxReader
{
    internal static bool IsMeant(JsonElement root) => root.At("spdxVersion") is not null || root.At("@graph") is not null;

    /// <exception cref="UnreadableReportException">It is no SPDX; the message says why.</exception>
    public static BillOfMaterials Read(JsonElement root) => root.At("@graph") is null ? ReadList(root) : ReadGraph(root);

    private static BillOfMaterials ReadList(JsonElement root)
    {
        if (root.Text("spdxVersion") is not { } version || !version.StartsWith("SPDX-2.", StringComparison.Ordinal))
            throw new UnreadableReportException($"spdxVersion is \"{root.Text("spdxVersion")}\"; SPDX-2.2, SPDX-2.3 and 3.0 are read.");
        var described = root.Items("documentDescribes").Select(id => id.GetString())
            .Concat(root.Items("relationships").Where(one => one.Text("relationshipType") is "DESCRIBES").Select(one => one.Text("relatedSpdxElement")))
            .OfType<string>().ToHashSet(StringComparer.Ordinal);
        var parts = new List<Part>();
        foreach (var (index, package) in root.Items("packages").Index())
        {
            var name = package.Text("name") ?? throw new UnreadableReportException($"packages[{index}] has no name.");
            if (package.Text("SPDXID") is not { } id || !described.Contains(id))
                Add(parts, new Part(name, Given(package.Text("versionInfo")), PurlOf(package), Licences(package)));
        }

        return new BillOfMaterials(version.Replace('-', ' '), parts, JsonReport.Time(root.Text("creationInfo", "created")));
    }

    private static BillOfMaterials ReadGraph(JsonElement root)
    {
        var graph = root.Items("@graph").ToArray();
        var roots = graph.Where(one => one.Text("type") is "software_Sbom" or "SpdxDocument").SelectMany(one => one.Items("rootElement")).Select(id => id.GetString()).ToHashSet(StringComparer.Ordinal);
        var parts = new List<Part>();
        foreach (var (index, package) in graph.Index().Where(one => one.Item.Text("type") is "software_Package"))
        {
            var name = package.Text("name") ?? throw new UnreadableReportException($"@graph[{index}] has no name.");
            if (package.Text("spdxId") is not { } id || !roots.Contains(id))
                Add(parts, new Part(name, package.Text("software_packageVersion"), package.Text("software_packageUrl"), []));
        }

        var created = graph.FirstOrDefault(one => one.Text("type") is "CreationInfo");
        return new BillOfMaterials("SPDX 3.0", parts, JsonReport.Time(created.Text("created")));
    }

    private static void Add(List<Part> parts, Part part)
    {
        if (parts.Count == BillOfMaterials.MostParts)
            throw new UnreadableReportException($"There are more than {BillOfMaterials.MostParts} packages.");
        parts.Add(part);
    }

    private static string? PurlOf(JsonElement package) => package.Items("externalRefs").FirstOrDefault(one => one.Text("referenceType") is "purl").Text("referenceLocator");

    private static string[] Licences(JsonElement package) => Given(package.Text("licenseConcluded")) is { } concluded ? [concluded] : Given(package.Text("licenseDeclared")) is { } declared ? [declared] : [];

    private static string? Given(string? text) => text is "NOASSERTION" or "NONE" ? null : text;
}
