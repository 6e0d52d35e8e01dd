using EventCatalog.Domain;
using EventCatalog.Domain.Sources;

namespace EventCatalog.Ingestion.Demo;

/// <summary>Descriptors that were refused: one that was repaired within a day, and two that still stand.</summary>
internal static class DemoProblems
{
    private const string Format = "https://backstage.io/docs/architecture-decisions/adrs-adr002";

    public static readonly DemoFile TagFile = new("article-studio", "catalog-info.yaml");

    /// <summary>Repaired in March, and with it the component entered the catalog.</summary>
    public static readonly Problem Tag = new(
        new ProblemKey("article-studio/catalog-info.yaml", 1, "tags-are-valid", "/metadata/tags/0"),
        "\"tags.0\" is not valid; expected a string that is sequences of [a-z0-9+#] separated by [-], at most 63 characters in total but found "
        + $"\"Back Office\". To learn more about catalog file format, visit: {Format}",
        Line: 7, Column: 7, new EntityRef("component", "default", "article-studio"));

    public static readonly DemoComponents.Component Studio = new("article-studio", "website", "discovery", "browsing", "experimental", "2026-03-04",
        "back-office node-22", "Where editors write about articles, with the customer's view beside it.", Consumes: "shop-graph", DependsOn: "component:catalogue");

    public static readonly DemoFile NameFile = new("loyalty-badges", "catalog-info.yaml");

    public static readonly Problem Name = new(
        new ProblemKey("loyalty-badges/catalog-info.yaml", 1, "name-is-valid", "/metadata/name"),
        "\"name\" is not valid; expected a string that is sequences of [a-zA-Z0-9] separated by any of [-_.], at most 63 characters in total but found "
        + $"\"Loyalty Badges!\". To learn more about catalog file format, visit: {Format}",
        Line: 4, Column: 9);

    public static readonly DemoFile DefinitionFile = new("size-guide", "catalog-info.yaml");

    public static readonly Problem Definition = new(
        new ProblemKey("size-guide/catalog-info.yaml", 2, "kind-is-known", "/spec"),
        "/spec must have required property 'definition' - missingProperty: definition",
        Line: 24, Column: 3, new EntityRef("api", "default", "size-guide-api"));

    public static void Tell(DemoStory story)
    {
        story.On("2026-03-03", "tobin.ashgrove", "Add the article studio").IsRefused(TagFile, Tag);
        DemoBeginning.Enters(story, Studio, "tobin.ashgrove", "Write tags the way the catalog wants them");
        story.On("2026-03-05", "tobin.ashgrove", "Studio for all editors").Repairs(TagFile, Tag).Promotes("component:article-studio");
        story.On("2026-10-28", "anselm.croftley", "Start badges for loyal members").IsRefused(NameFile, Name);
        story.On("2026-11-05", "sanna.brookmere", "Sketch an API for the size guide").IsRefused(DefinitionFile, Definition);
    }
}
