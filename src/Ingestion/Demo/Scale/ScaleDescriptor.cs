using System.Text.Json.Nodes;

namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>Writes an entity out as a descriptor.</summary>
internal static class ScaleDescriptor
{
    public const string Company = "larkwave";

    public static JsonObject Of(ScaleEntity entity)
    {
        var written = new DemoDescriptor(entity.Kind, entity.Name, entity.Title, entity.Description).Tags(entity.Tags);
        var whole = entity.Kind switch
        {
            "User" => Person(written, entity),
            "Group" => Group(written, entity),
            "Location" => written.Spec("targets", Strings(entity.Targets)),
            "API" => Owned(written, entity).Spec("definition", ScaleDefinitions.Of(entity.Type!, entity.Name)),
            _ => Owned(written, entity),
        };
        return whole.Json;
    }

    private static DemoDescriptor Owned(DemoDescriptor written, ScaleEntity entity)
    {
        if (entity.Kind is "Component")
        {
            written
                .Annotation("backstage.io/techdocs-ref", "dir:.")
                .Annotation("git.example.com/project-slug", $"{Company}/{entity.File.Repository}")
                .Annotation("pagerduty.com/service-id", entity.Type is "service" or "website" ? DemoPeople.PagerCode(entity.Name) : null)
                .Label("cost-centre", $"cc-{ScaleDefinitions.Of(entity.Owner!).Below(900) + 100}")
                .Link($"https://grafana.example.com/d/{entity.Name}", "Dashboard", "dashboard");
        }

        return written.Spec("type", entity.Type).Spec("lifecycle", entity.Lifecycle).Spec("owner", entity.Owner)
            .Spec("system", entity.System).Spec("domain", entity.Domain)
            .Spec("dependsOn", Strings(entity.DependsOn)).Spec("providesApis", Strings(entity.Provides)).Spec("consumesApis", Strings(entity.Consumes));
    }

    private static DemoDescriptor Person(DemoDescriptor written, ScaleEntity person) => written
        .Annotation("git.example.com/user-login", person.Name.Replace('.', '-'))
        .Spec("profile", new JsonObject { ["displayName"] = person.Title, ["email"] = $"{person.Name}@{Company}.example" })
        .Spec("memberOf", new JsonArray([.. person.MemberOf.Select(group => (JsonNode)group)]));

    private static DemoDescriptor Group(DemoDescriptor written, ScaleEntity group) => written
        .Annotation("slack.com/channel", $"#{group.Name}")
        .Spec("type", group.Type)
        .Spec("profile", new JsonObject { ["displayName"] = group.Title, ["email"] = $"{group.Name}@{Company}.example" })
        .Spec("parent", group.Parent)
        .Spec("children", new JsonArray());

    private static JsonArray? Strings(IReadOnlyList<string> items) => items.Count == 0 ? null : new JsonArray([.. items.Select(item => (JsonNode)item)]);
}
