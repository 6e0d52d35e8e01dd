using System.Text.Json;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Domain.Tests.Descriptors;

public class DescriptorRulesTests
{
    private const string Ok = "";
    private static readonly string Long = new('a', 63);

    private static Verdict Judge(string kind, string pointer, string json) => DescriptorRules.Judge(Documents.Minimal(kind).With(pointer, json).Element());

    /// <summary>Kind, where, JSON put there, the rule that is broken, and how the message starts. Source: the golden outcomes of Backstage's validators.</summary>
    public static TheoryData<string, string, string, string, string> Golden { get; } = new()
    {
        { "Component", "/metadata/name", $"\"{Long}\"", Ok, "" },
        { "Component", "/metadata/name", $"\"{Long}a\"", "name-is-valid", "\"metadata.name\" is not valid; expected a string that is sequences of [a-zA-Z0-9] separated by any of [-_.], at most 63 characters in total but found \"aaa" },
        { "Component", "/metadata/name", "\"A_b.C-d\"", Ok, "" },
        { "Component", "/metadata/name", "\"a--_..b\"", Ok, "" },
        { "Component", "/metadata/name", "\"a-\"", "name-is-valid", "\"metadata.name\" is not valid;" },
        { "Component", "/metadata/name", "\"a b\"", "name-is-valid", "\"metadata.name\" is not valid;" },
        { "Component", "/metadata/name", "\"å\"", "name-is-valid", "\"metadata.name\" is not valid;" },
        { "Component", "/metadata/name", "\"a\\n\"", "name-is-valid", "\"metadata.name\" is not valid;" },
        { "Component", "/metadata/name", "5", "envelope-is-sound", "/metadata/name must be string - type: string" },
        { "Component", "/metadata/name", "\"\"", "envelope-is-sound", "/metadata/name must NOT have fewer than 1 characters - limit: 1" },
        { "Component", "/metadata/name", "absent", "envelope-is-sound", "/metadata must have required property 'name' - missingProperty: name" },
        { "Component", "/metadata/namespace", "\"a--b\"", Ok, "" },
        { "Component", "/metadata/namespace", "\"Team\"", "namespace-is-valid", "\"metadata.namespace\" is not valid; expected a string that is sequences of [a-z0-9] separated by [-], at most 63 characters in total but found \"Team\". To learn more about catalog file format, visit: https://github.com/backstage/" },
        { "Component", "/metadata/namespace", "\"a_b\"", "namespace-is-valid", "" },
        { "Component", "/metadata/namespace", "\"a.b\"", "namespace-is-valid", "" },
        { "Component", "/metadata/namespace", "\"\"", "envelope-is-sound", "" },
        { "Component", "/metadata/namespace", "null", "envelope-is-sound", "/metadata/namespace must be string" },
        { "Component", "/kind", "absent", "envelope-is-sound", "<root> must have required property 'kind' - missingProperty: kind" },
        { "Component", "/kind", "\"component\"", "kind-is-known", "No processor recognized the entity component:default/cart as valid, possibly caused by a foreign kind or apiVersion" },
        { "Component", "/kind", "\"Widget\"", "kind-is-known", "" },
        { "Component", "/kind", "\"AiResource\"", "kind-is-known", "" },
        { "Component", "/kind", "\"My-Kind\"", "kind-is-valid", "\"kind\" is not valid; expected a string that is a sequence of [a-zA-Z][a-z0-9A-Z], at most 63 characters in total" },
        { "Component", "/apiVersion", "\"backstage.io/v1beta1\"", Ok, "" },
        { "Component", "/apiVersion", "\"backstage.io/v2\"", "kind-is-known", "" },
        { "Component", "/apiVersion", "\"v1\"", "kind-is-known", "" },
        { "Component", "/apiVersion", "\"a/b/c\"", "api-version-is-valid", "\"apiVersion\" is not valid; expected a valid prefix and/or suffix but found \"a/b/c\"." },
        { "Component", "/foo", "1", "entity-is-well-formed", "Malformed envelope, <root> must NOT have additional properties" },
        { "Component", "/relations", "[]", "no-foreign-root-fields", "Unknown field relations" },
        { "Component", "/status", "{}", "no-foreign-root-fields", "Unknown field status" },
        { "Component", "/metadata/labels", """{"a":1}""", "entity-is-well-formed", "Malformed envelope, /metadata/labels/a must be string" },
        { "Component", "/metadata/labels", """{"a":null}""", "entity-is-well-formed", "" },
        { "Component", "/metadata/labels", "null", "entity-is-well-formed", "Malformed envelope, /metadata/labels must be object" },
        { "Component", "/metadata/labels", """{"a":""}""", Ok, "" },
        { "Component", "/metadata/labels", """{"a":"x y"}""", "labels-are-valid", "\"labels.a\" is not valid; expected a string that is sequences" },
        { "Component", "/metadata/labels", """{"Ex.com/a":""}""", "labels-are-valid", "\"labels.Ex.com/a\" is not valid; expected a valid prefix and/or suffix but found \"Ex.com/a\"." },
        { "Component", "/metadata/labels", """{"a/b/c":""}""", "labels-are-valid", "" },
        { "Component", "/metadata/labels", """{"/b":""}""", "labels-are-valid", "" },
        { "Component", "/metadata/labels", """{"ex.com/a_b":""}""", Ok, "" },
        { "Component", "/metadata/annotations", """{"a":true}""", "entity-is-well-formed", "Malformed envelope, /metadata/annotations/a must be string" },
        { "Component", "/metadata/annotations", """{"a":""}""", Ok, "" },
        { "Component", "/metadata/annotations", $"{{\"{Long}a\":\"\"}}", "annotations-are-valid", "" },
        { "Component", "/metadata/annotations", """["a"]""", "annotations-are-a-map", "metadata.annotations must be a valid object" },
        { "Component", "/metadata/annotations", "\"a\"", "annotations-are-a-map", "" },
        { "Component", "/metadata/annotations", "null", Ok, "" },
        { "Component", "/metadata/annotations", """{"backstage.io/managed-by-location":5}""", Ok, "" },
        { "Component", "/metadata/tags", """["java","c++","c#","a:b","1-2"]""", Ok, "" },
        { "Component", "/metadata/tags", """["a","a"]""", Ok, "" },
        { "Component", "/metadata/tags", """["ok","Java"]""", "tags-are-valid", "\"tags.1\" is not valid; expected a string that is sequences of [a-z0-9+#] separated by [-], at most 63 characters in total but found \"Java\"." },
        { "Component", "/metadata/tags", """["a_b"]""", "tags-are-valid", "" },
        { "Component", "/metadata/tags", """["a.b"]""", "tags-are-valid", "" },
        { "Component", "/metadata/tags", """["a--b"]""", "tags-are-valid", "" },
        { "Component", "/metadata/tags", $"[\"{Long}a\"]", "tags-are-valid", "" },
        { "Component", "/metadata/tags", "null", "entity-is-well-formed", "" },
        { "Component", "/metadata/links", """[{"title":"x"}]""", "entity-is-well-formed", "Malformed envelope, /metadata/links/0 must have required property 'url'" },
        { "Component", "/metadata/links", """[{"url":"not a url"}]""", "links-are-valid", "\"links.0.url\" is not valid; expected a string that is a valid url but found \"not a url\"." },
        { "Component", "/metadata/links", """[{"url":"/x"}]""", "links-are-valid", "" },
        { "Component", "/metadata/links", """[{"url":"mailto:a@b"}]""", Ok, "" },
        { "Component", "/metadata/links", """[{"url":"javascript:alert(1)"}]""", Ok, "" },
        { "Component", "/metadata/links", """[{"url":"https://x","title":"  "}]""", "links-are-valid", "\"links.0.title\" is not valid; expected a non empty string" },
        { "Component", "/metadata/links", """[{"url":"https://x","icon":"my icon"}]""", Ok, "" },
        { "Component", "/metadata/links", """[{"url":"https://x","more":1}]""", Ok, "" },
        { "Component", "/metadata/links", """[{"url":"https://x","type":""}]""", "entity-is-well-formed", "" },
        { "Component", "/metadata/title", "\"\"", "entity-is-well-formed", "" },
        { "Component", "/metadata/description", "\"\"", Ok, "" },
        { "Component", "/metadata/description", "5", "entity-is-well-formed", "" },
        { "Component", "/metadata/foo", "{}", Ok, "" },
        { "Component", "/spec/custom", "[1]", Ok, "" },
        { "Component", "/spec", "absent", "component-spec", "<root> must have required property 'spec' - missingProperty: spec" },
        { "Component", "/spec", "[]", "entity-is-well-formed", "Malformed envelope, /spec must be object" },
        { "Component", "/spec/owner", "absent", "component-spec", "/spec must have required property 'owner' - missingProperty: owner" },
        { "Component", "/spec/owner", """["a"]""", "component-spec", "/spec/owner must be string - type: string" },
        { "Component", "/spec/owner", "\"\"", "component-spec", "" },
        { "Component", "/spec/owner", "\"user:x\"", Ok, "" },
        { "Component", "/spec/owner", "\"a:/c\"", "relations-are-resolvable", "Entity reference \"a:/c\" was not on the form [<kind>:][<namespace>/]<name>" },
        { "Component", "/spec/dependsOn", "\"component:a\"", "component-spec", "" },
        { "Component", "/spec/dependsOn", "null", "component-spec", "" },
        { "Component", "/spec/dependsOn", """[""]""", "component-spec", "/spec/dependsOn/0 must NOT have fewer than 1 characters - limit: 1" },
        { "Component", "/spec/dependsOn", """["artists-db"]""", "relations-are-resolvable", "Entity reference \"artists-db\" had missing or empty kind (e.g. did not start with \"component:\" or similar)" },
        { "Component", "/spec/dependencyOf", "\"component:a\"", Ok, "" },
        { "Component", "/spec/dependencyOf", "\"\"", Ok, "" },
        { "Component", "/spec/dependencyOf", "[\"\"]", "relations-are-resolvable", "Entity reference must not be empty" },
        { "Component", "/spec/dependencyOf", "0", Ok, "" },
        { "Component", "/spec/dependencyOf", "5", "relations-are-resolvable", "Entity reference 5 had missing or empty kind" },
        { "Component", "/spec/Type", "\"x\"", "keys-differ-in-more-than-case", "Entity has duplicate keys that vary only in casing, 'spec.type'" },
        { "Component", "/spec/dependsOn", """["resource:b","Resource:B"]""", Ok, "" },
        { "Component", "/spec/custom", """[{"a":1},{"A":1}]""", "keys-differ-in-more-than-case", "Entity has duplicate keys that vary only in casing, 'spec.custom.a'" },
        { "Component", "/metadata/Uid", "\"x\"", "keys-differ-in-more-than-case", "Entity has duplicate keys that vary only in casing, 'metadata.uid'" },
        { "User", "/spec/memberOf", "absent", "user-spec", "" },
        { "User", "/spec/memberOf", "[]", Ok, "" },
        { "User", "/spec/profile", """{"email":""}""", "user-spec", "" },
        { "Group", "/spec/children", "absent", "group-spec", "/spec must have required property 'children' - missingProperty: children" },
        { "Group", "/spec/children", "[]", Ok, "" },
        { "Location", "/spec", "{}", Ok, "" },
        { "Location", "/spec/presence", "\"maybe\"", "location-spec", "/spec/presence must be equal to one of the allowed values - allowedValues: required,optional" },
        { "Location", "/spec", "absent", "location-spec", "" },
        { "API", "/spec/definition", "absent", "api-spec", "" },
        { "API", "/spec/definition", """{"$text":"./x"}""", "api-spec", "/spec/definition must be string - type: string" },
        { "API", "/spec/type", "\"mcp-server\"", Ok, "" },
        { "Resource", "/spec/type", "absent", "resource-spec", "" },
        { "System", "/spec/owner", "absent", "system-spec", "" },
        { "Domain", "/spec/subdomainOf", "5", "domain-spec", "" },
        { "Template", "/spec/owner", "absent", Ok, "" },
        { "Template", "/spec/steps", "absent", "template-spec", "/spec must have required property 'steps' - missingProperty: steps" },
        { "Template", "/spec/steps", """[{"id":"x"}]""", "template-spec", "/spec/steps/0 must have required property 'action' - missingProperty: action" },
        { "Template", "/spec/steps", """[{"action":"x","if":5}]""", "template-spec", "/spec/steps/0/if must be string,boolean - type: string,boolean" },
        { "Template", "/spec/parameters", "[{}]", Ok, "" },
        { "Template", "/spec/parameters", "5", "template-spec", "/spec/parameters must be object" },
        { "Template", "/spec/output", """{"x":5}""", "template-spec", "/spec/output/x must be string" },
        { "Template", "/apiVersion", "\"backstage.io/v1beta2\"", "kind-is-known", "" },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Documents_are_judged_as_Backstage_judges(string kind, string pointer, string json, string rule, string message)
    {
        var verdict = Judge(kind, pointer, json);

        (verdict.Fault?.Rule ?? Ok).ShouldBe(rule, verdict.Fault?.Message);
        (verdict.Fault?.Message ?? "").ShouldStartWith(message);
        verdict.Descriptor.HasValue.ShouldBe(rule == Ok);
    }

    [Theory]
    [InlineData(46, Ok)]
    [InlineData(47, "nesting-is-bounded")]
    public void Values_may_be_nested_48_deep(int below, string rule) =>
        (Judge("Component", "/spec/deep", new string('[', below) + new string(']', below)).Fault?.Rule ?? Ok).ShouldBe(rule);

    [Theory]
    [InlineData("Component")]
    [InlineData("API")]
    [InlineData("Resource")]
    [InlineData("System")]
    [InlineData("Domain")]
    [InlineData("Group")]
    [InlineData("User")]
    [InlineData("Location")]
    [InlineData("Template")]
    public void Every_kind_is_accepted_at_its_least(string kind) => DescriptorRules.Judge(Documents.Minimal(kind).Element()).Fault.ShouldBeNull();

    [Theory]
    [InlineData("/metadata/labels", """{"a~b/c/d":"x"}""", "/metadata/labels/a~0b~1c~1d")]
    [InlineData("/metadata/tags", """["ok","No"]""", "/metadata/tags/1")]
    [InlineData("/spec/owner", "absent", "/spec")]
    [InlineData("/spec/providesApis", """["ok","a:"]""", "/spec/providesApis/1")]
    [InlineData("/spec/dependencyOf", "\"nope\"", "/spec/dependencyOf")]
    [InlineData("/kind", "\"Widget\"", "/kind")]
    [InlineData("/apiVersion", "\"backstage.io/v9\"", "/apiVersion")]
    public void A_fault_points_at_the_value(string pointer, string json, string expected) =>
        Judge("Component", pointer, json).Fault!.Pointer.ShouldBe(expected);

    [Fact]
    public void The_order_of_the_checks_is_that_of_Backstage()
    {
        var document = Documents.Minimal("Widget").With("/apiVersion", "\"a/b/c\"").With("/metadata/name", "\"a b\"").With("/metadata/tags", "[\"X\"]").With("/spec/owner", "absent");
        string[] order =
        [
            .. new (string Pointer, string Cure)[] { ("/apiVersion", "\"backstage.io/v1alpha1\""), ("/metadata/name", "\"a\""), ("/metadata/tags", "[]"), ("/kind", "\"Component\""), ("/spec/owner", "\"a\"") }
                .Select(step =>
                {
                    var rule = DescriptorRules.Judge(document.Element()).Fault!.Rule;
                    document.With(step.Pointer, step.Cure);
                    return rule;
                }),
        ];

        order.ShouldBe(["api-version-is-valid", "name-is-valid", "tags-are-valid", "kind-is-known", "component-spec"]);
        DescriptorRules.Judge(document.Element()).Fault.ShouldBeNull();
    }

    [Fact]
    public void A_sound_descriptor_has_its_namespace_written_and_its_lists_sorted()
    {
        var document = Documents.Minimal("Component").With("/spec/dependsOn", """["resource:b","Resource:C","resource:a"]""").With("/spec/targets", """["b","a"]""").With("/metadata/annotations", "null").Element();

        var descriptor = DescriptorRules.Judge(document).Descriptor!.Value;

        JsonElement.DeepEquals(descriptor, Documents.Json(
            """
            {"spec":{"type":"service","lifecycle":"production","owner":"shop","dependsOn":["Resource:C","resource:a","resource:b"],"targets":["b","a"]},
             "apiVersion":"backstage.io/v1alpha1","kind":"Component","metadata":{"name":"cart","namespace":"default"}}
            """)).ShouldBeTrue(descriptor.ToString());
        JsonElement.DeepEquals(DescriptorRules.Judge(descriptor).Descriptor!.Value, descriptor).ShouldBeTrue();
    }

    [Fact]
    public void A_list_that_is_not_all_texts_is_left_in_its_order() =>
        DescriptorRules.Judge(Documents.Minimal("System").With("/spec/members", "[\"b\",1,\"a\"]").Element()).Descriptor!.Value
            .GetProperty("spec").GetProperty("members").GetRawText().ShouldBe("[\"b\",1,\"a\"]");
}
