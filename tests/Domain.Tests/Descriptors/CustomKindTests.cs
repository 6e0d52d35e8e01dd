using System.Text.Json.Nodes;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Descriptors.Kinds;

namespace EventCatalog.Domain.Tests.Descriptors;

public class CustomKindTests
{
    private static JsonObject Kind(string spec) =>
        JsonNode.Parse($$"""{"apiVersion":"eventcatalog.dev/v1","kind":"Kind","metadata":{"name":"k"},"spec":{{spec}} }""")!.AsObject();

    private static Fault? FaultOfSchema(string schema, string document)
    {
        var kind = DescriptorRules.Judge(Kind($$$"""{"kind":"Widget","apiVersions":["acme.com/v1"],"schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"x":{{{schema}}} } } } } }""").Element());
        kind.Fault.ShouldBeNull();
        return DescriptorRules.Judge(
            Documents.Json($$"""{"apiVersion":"acme.com/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"x":{{document}} } }"""), CatalogModel.Of([kind.Descriptor!.Value])).Fault;
    }

    /// <summary>The words are those of Ajv.</summary>
    [Theory]
    [InlineData("""{"type":"string"}""", "5", "/spec/x must be string - type: string")]
    [InlineData("""{"type":["string","null"]}""", "5", "/spec/x must be string,null - type: string,null")]
    [InlineData("""{"type":["string","null"]}""", "null", null)]
    [InlineData("""{"type":"integer"}""", "5.0", null)]
    [InlineData("""{"type":"integer"}""", "5.5", "/spec/x must be integer - type: integer")]
    [InlineData("""{"const":1}""", "2", "/spec/x must be equal to constant - allowedValue: 1")]
    [InlineData("""{"minLength":2}""", "\"🛒\"", "/spec/x must NOT have fewer than 2 characters - limit: 2")]
    [InlineData("""{"maxLength":1}""", "\"🛒\"", null)]
    [InlineData("""{"pattern":"^a+$"}""", "\"ab\"", "/spec/x must match pattern \"^a+$\" - pattern: ^a+$")]
    [InlineData("""{"minimum":3}""", "2", "/spec/x must be >= 3 - comparison: >=, limit: 3")]
    [InlineData("""{"exclusiveMaximum":3}""", "3", "/spec/x must be < 3 - comparison: <, limit: 3")]
    [InlineData("""{"multipleOf":0.5}""", "1.5", null)]
    [InlineData("""{"multipleOf":2}""", "3", "/spec/x must be multiple of 2 - multipleOf: 2")]
    [InlineData("""{"items":{"type":"string"}}""", """["a",1]""", "/spec/x/1 must be string - type: string")]
    [InlineData("""{"items":[{"type":"string"}]}""", """["a",1]""", null)]
    [InlineData("""{"maxItems":1}""", "[1,2]", "/spec/x must NOT have more than 1 items - limit: 1")]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1]", "/spec/x must NOT have duplicate items (items ## 0 and 2 are identical) - i: 2, j: 0")]
    [InlineData("""{"contains":{"const":1}}""", "[2]", "/spec/x must contain at least 1 valid item(s) - minContains: 1")]
    [InlineData("""{"additionalProperties":false,"properties":{"a":true}}""", """{"a":1,"b":1}""", "/spec/x must NOT have additional properties - additionalProperty: b")]
    [InlineData("""{"patternProperties":{"^n":{"type":"number"}},"additionalProperties":false}""", """{"n1":1}""", null)]
    [InlineData("""{"patternProperties":{"^n":{"type":"number"}}}""", """{"n1":"x"}""", "/spec/x/n1 must be number - type: number")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"number"}]}""", "true", "/spec/x must be string - type: string")]
    [InlineData("""{"oneOf":[{"type":"string"},{"minLength":1}]}""", "\"a\"", "/spec/x must match exactly one schema in oneOf - passingSchemas: not one")]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", "/spec/x must NOT be valid - not")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":2}}""", "\"a\"", "/spec/x must NOT have fewer than 2 characters - limit: 2")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":2}}""", "1", null)]
    public void Documents_are_held_to_the_schema_of_their_kind(string schema, string document, string? expected) =>
        (FaultOfSchema(schema, document)?.Message).ShouldBe(expected);

    [Theory]
    [InlineData("""{"kind":"My-Kind","apiVersions":["a/v1"]}""", "/spec/kind")]
    [InlineData("""{"kind":"Widget","apiVersions":[]}""", "/spec/apiVersions")]
    [InlineData("""{"kind":"Component","apiVersions":["backstage.io/v1alpha1"]}""", "/spec/kind")]
    [InlineData("""{"kind":"Widget","apiVersions":["a/v1"],"schema":{}}""", "/spec/schema")]
    [InlineData("""{"kind":"Widget","apiVersions":["a/v1"],"schema":{"type":"object","allOf":[{}]}}""", "/spec/schema/allOf")]
    [InlineData("""{"kind":"Widget","apiVersions":["a/v1"],"schema":{"type":"object","properties":{"metadata":{}}}}""", "/spec/schema/properties/metadata")]
    [InlineData("""{"kind":"Widget","apiVersions":["a/v1"],"schema":{"type":"object","properties":{"spec":{"oneOf":[{}]}}}}""", "/spec/schema/properties/spec/oneOf")]
    [InlineData("""{"kind":"Widget","apiVersions":["a/v1"],"schema":{"type":"object","properties":{"spec":{"properties":{"x":{"$ref":"#"}}}}}}""", "/spec/schema/properties/spec/properties/x/$ref")]
    [InlineData("""{"kind":"Widget","apiVersions":["a/v1"],"schema":{"type":"object","properties":{"spec":{"properties":{"x":{"type":"text"}}}}}}""", "/spec/schema/properties/spec/properties/x/type")]
    [InlineData("""{"kind":"Widget","apiVersions":["a/v1"],"schema":{"type":"object","properties":{"spec":{"properties":{"x":{"pattern":"("}}}}}}""", "/spec/schema/properties/spec/properties/x/pattern")]
    [InlineData("""{"kind":"Widget","apiVersions":["a/v1"],"relations":[{"field":"owner","type":"ownedBy"}]}""", "/spec/relations/0/field")]
    public void A_declaration_that_cannot_be_followed_is_refused_at_its_place(string spec, string pointer)
    {
        var fault = DescriptorRules.Judge(Kind(spec).Element()).Fault.ShouldNotBeNull();
        (fault.Rule, fault.Pointer).ShouldBe(("kind-declaration-holds", pointer), fault.Message);
    }

    [Fact]
    public void A_kind_with_a_type_narrows_a_built_in_one()
    {
        var kind = DescriptorRules.Judge(Kind("""{"kind":"API","apiVersions":["backstage.io/v1alpha1"],"type":"mcp-server","schema":{"type":"object","required":["spec"],"properties":{"spec":{"type":"object","required":["remotes"]}}}}""").Element());
        var model = CatalogModel.Of([kind.Descriptor!.Value]);
        var server = Documents.Minimal("API").With("/spec/type", "\"mcp-server\"").With("/spec/definition", "absent");

        DescriptorRules.Judge(server.Element(), model).Fault!.Message.ShouldBe("/spec must have required property 'remotes' - missingProperty: remotes");
        var sound = DescriptorRules.Judge(server.With("/spec/remotes", "[]").Element(), model).Descriptor.ShouldNotBeNull();
        Relations.Of(sound).Select(edge => edge.Type).ShouldBe(["ownedBy", "ownerOf"]);
        DescriptorRules.Judge(Documents.Minimal("API").With("/spec/definition", "absent").Element(), model).Fault!.Rule.ShouldBe("api-spec");
    }

    [Fact]
    public void References_to_kinds_that_are_not_allowed_are_passed_over_and_bare_names_are_completed()
    {
        var kind = DescriptorRules.Judge(Kind("""{"kind":"Widget","apiVersions":["a/v1"],"relations":[{"field":"spec.parts","type":"hasPart","reverse":"partOf","defaultKind":"Component","defaultNamespace":"default","allowedKinds":["component"]}]}""").Element());
        var verdict = DescriptorRules.Judge(
            Documents.Json("""{"apiVersion":"a/v1","kind":"Widget","metadata":{"name":"w","namespace":"shop"},"spec":{"parts":["b","group:x","a","other/c"]}}"""), CatalogModel.Of([kind.Descriptor!.Value]));

        Relations.Of(verdict.Descriptor!.Value).Where(edge => edge.Type == "hasPart").Select(edge => edge.Target.ToString())
            .ShouldBe(["component:default/a", "component:default/b", "component:other/c"]);
        verdict.Descriptor!.Value.GetProperty("spec").GetProperty("parts")[0].GetString().ShouldBe("a");
    }

    [Fact]
    public void The_same_kinds_have_the_same_fingerprint_in_whatever_order_their_members_are()
    {
        var one = CatalogModel.Of([Kind("""{"kind":"Widget","apiVersions":["a/v1"],"schema":{"type":"object","minProperties":1.0}}""").Element()]);
        var other = CatalogModel.Of([Documents.Json("""{"spec":{"schema":{"minProperties":1,"type":"object"},"apiVersions":["a/v1"],"kind":"Widget"},"metadata":{"name":"k"},"kind":"Kind","apiVersion":"eventcatalog.dev/v1"}""")]);

        one.Fingerprint.ShouldBe(other.Fingerprint);
        one.Fingerprint.ShouldNotBe(CatalogModel.BuiltIn.Fingerprint);
    }

    [Fact]
    public void A_reference_of_a_custom_kind_that_cannot_be_read_is_a_fault_of_the_document()
    {
        var kind = DescriptorRules.Judge(Kind("""{"kind":"Widget","apiVersions":["a/v1"],"relations":[{"field":"spec.uses","type":"uses"}]}""").Element());
        var fault = DescriptorRules.Judge(Documents.Json("""{"apiVersion":"a/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"uses":"bare"}}"""), CatalogModel.Of([kind.Descriptor!.Value])).Fault!;
        (fault.Pointer, fault.Message).ShouldBe(("/spec/uses", "Entity reference \"bare\" had missing or empty kind (e.g. did not start with \"component:\" or similar)"));
    }
}
