using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Domain.Tests.Descriptors;

public class RelationsTests
{
    [Theory]
    [InlineData("Component", "owner", "\"x\"", "ownedBy", "ownerOf", "group:ns/x")]
    [InlineData("API", "owner", "\"user:x\"", "ownedBy", "ownerOf", "user:ns/x")]
    [InlineData("Resource", "owner", "\"other/x\"", "ownedBy", "ownerOf", "group:other/x")]
    [InlineData("System", "owner", "\"x\"", "ownedBy", "ownerOf", "group:ns/x")]
    [InlineData("Domain", "owner", "\"x\"", "ownedBy", "ownerOf", "group:ns/x")]
    [InlineData("Template", "owner", "\"x\"", "ownedBy", "ownerOf", "group:ns/x")]
    [InlineData("Component", "system", "\"x\"", "partOf", "hasPart", "system:ns/x")]
    [InlineData("API", "system", "\"x\"", "partOf", "hasPart", "system:ns/x")]
    [InlineData("Resource", "system", "\"x\"", "partOf", "hasPart", "system:ns/x")]
    [InlineData("Component", "subcomponentOf", "\"x\"", "partOf", "hasPart", "component:ns/x")]
    [InlineData("Component", "providesApis", "[\"x\"]", "providesApi", "apiProvidedBy", "api:ns/x")]
    [InlineData("Component", "consumesApis", "[\"x\"]", "consumesApi", "apiConsumedBy", "api:ns/x")]
    [InlineData("Component", "dependsOn", "[\"Resource:X\"]", "dependsOn", "dependencyOf", "resource:ns/x")]
    [InlineData("Resource", "dependsOn", "[\"component:a/x\"]", "dependsOn", "dependencyOf", "component:a/x")]
    [InlineData("Component", "dependencyOf", "[\"component:x\"]", "dependencyOf", "dependsOn", "component:ns/x")]
    [InlineData("Resource", "dependencyOf", "\"component:x\"", "dependencyOf", "dependsOn", "component:ns/x")]
    [InlineData("System", "domain", "\"x\"", "partOf", "hasPart", "domain:ns/x")]
    [InlineData("Domain", "subdomainOf", "\"x\"", "partOf", "hasPart", "domain:ns/x")]
    [InlineData("Group", "parent", "\"x\"", "childOf", "parentOf", "group:ns/x")]
    [InlineData("Group", "children", "[\"x\"]", "parentOf", "childOf", "group:ns/x")]
    [InlineData("Group", "members", "[\"x\"]", "hasMember", "memberOf", "user:ns/x")]
    [InlineData("User", "memberOf", "[\"x\"]", "memberOf", "hasMember", "group:ns/x")]
    public void Every_field_gives_both_directions(string kind, string field, string json, string forward, string reverse, string target)
    {
        var self = new EntityRef(kind, "ns", "self");
        var relations = Relations.Of(Documents.Json($$$"""{"kind":"{{{kind}}}","metadata":{"name":"Self","namespace":"ns"},"spec":{"{{{field}}}":{{{json}}} } }"""));

        relations.ShouldBe([new Relation(self, forward, EntityRef.Parse(target)), new Relation(EntityRef.Parse(target), reverse, self)], ignoreOrder: true);
    }

    [Fact]
    public void Relations_are_distinct_and_ordered_by_source_type_and_target()
    {
        var relations = Relations.Of(Documents.Json(
            """{"kind":"Group","metadata":{"name":"a"},"spec":{"parent":"z","children":["c","B","b"],"members":["u"]}}"""));

        relations.Select(relation => $"{relation.Source.Name} {relation.Type} {relation.Target.Name}").ShouldBe(
            ["a childOf z", "a hasMember u", "a parentOf b", "a parentOf c", "b childOf a", "c childOf a", "z parentOf a", "u memberOf a"]);
    }

    [Theory]
    [InlineData("Location", "owner")]
    [InlineData("User", "owner")]
    [InlineData("API", "dependsOn")]
    public void A_field_of_another_kind_is_no_relation(string kind, string field) =>
        Relations.Of(Documents.Json($$"""{"kind":"{{kind}}","metadata":{"name":"a"},"spec":{"{{field}}":"group:x"} }""")).ShouldBeEmpty();

    [Fact]
    public void A_reference_that_cannot_be_read_is_quoted() =>
        Should.Throw<RuleViolation>(() => Relations.Of(Documents.Json("""{"kind":"Component","metadata":{"name":"a"},"spec":{"dependsOn":["artists-db"]}}""")))
            .Message.ShouldContain("\"artists-db\"");
}
