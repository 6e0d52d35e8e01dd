using System.Text.Json;
using System.Text.Json.Nodes;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Sources;

namespace EventCatalog.Ingestion.Demo;

/// <summary>Descriptors that were refused: one that was repaired the next day, and two that still stand.</summary>
internal static class DemoProblems
{
    private static readonly DemoComponents.Component Studio = new("article-studio", "website", "discovery", "browsing", "experimental", "2026-03-04",
        "back-office node-22", "Where editors write about articles, with the customer's view beside it.", Consumes: "shop-graph", DependsOn: "component:catalogue");

    private static readonly DemoComponents.Component Badges = new("Loyalty Badges!", "service", "membership", "members", "experimental", "2026-10-28",
        "dotnet-10", "A badge for the tenth candle.");

    /// <summary>The component whose descriptor was repaired.</summary>
    public static DemoComponents.Component Repaired => Studio;

    public static void Tell(DemoStory story)
    {
        var studio = DemoComponents.Document(Studio);
        studio.Descriptor.Metadata()["tags"] = new JsonArray("Back Office", "node-22");
        var tag = Refused(studio.File, studio.Descriptor, document: 1, line: 10, column: 7);
        story.On("2026-03-03", "tobin.ashgrove", "Add the article studio").IsRefused(studio.File, tag);
        story.On(Studio.Since, "tobin.ashgrove", "Write tags the way the catalog wants them")
            .Repairs(studio.File, tag).Declares(DemoComponents.Document(Studio));
        story.On("2026-04-16", "tobin.ashgrove", "The studio is open to all editors").Promotes("component:article-studio");

        var badges = DemoComponents.Document(Badges).Descriptor;
        var badgesFile = new DemoFile("loyalty-badges", "catalog-info.yaml");
        story.On(Badges.Since, "anselm.croftley", "Start badges for loyal members")
            .IsRefused(badgesFile, Refused(badgesFile, badges, document: 1, line: 4, column: 9));

        var sizes = new DemoDescriptor("API", "size-guide-api", "Size guide API", "Which size fits whom.")
            .Spec("type", "openapi").Spec("lifecycle", "experimental").Spec("owner", "pricing").Json;
        var sizesFile = new DemoFile("size-guide", "catalog-info.yaml");
        story.On("2026-11-05", "sanna.brookmere", "Sketch an API for the size guide")
            .IsRefused(sizesFile, Refused(sizesFile, sizes, document: 2, line: 24, column: 3));
    }

    // The rules themselves say what is wrong, so that the demo shows what a crawl of such a file would.
    private static Problem Refused(DemoFile file, JsonObject descriptor, int document, int line, int column)
    {
        var element = JsonSerializer.SerializeToElement(descriptor);
        var fault = DescriptorRules.Judge(element).Fault
            ?? throw new InvalidOperationException($"The descriptor in {file.Path} of {file.Repository} is meant to be refused");
        EntityRef? entity = fault.Pointer is "/metadata/name" ? null : Descriptor.RefOf(element);
        return new Problem(new ProblemKey($"{file.Repository}/{file.Path}", document, fault.Rule, fault.Pointer), fault.Message, line, column, entity);
    }
}
