using System.Text.Json;
using EventCatalog.GraphQL.Introspection;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Validation;

namespace EventCatalog.GraphQL.Tests.Introspection;

/// <summary>That it prints as graphql-js prints it is compared in tests/GraphQL.Conformance.</summary>
public sealed class ClientSchemaTests
{
    [Fact]
    public async Task What_a_server_says_of_itself_makes_a_schema_documents_are_validated_against()
    {
        var recording = Recorded.Read<IntrospectionTests.Example>("Introspection", "IntrospectionExample.json");
        var server = new SchemaBuilder().Add(recording.Sdl).Build();

        var client = ClientSchema.Build(JsonElement.Parse(await Run.Json(server, recording.Query)).GetProperty("data"));

        SchemaPrinter.Print(client).ShouldBe(SchemaPrinter.Print(server));
        DocumentValidator.Validate(client, Parser.Parse("{ nope }")).ShouldHaveSingleItem().Message.ShouldStartWith("Cannot query field \"nope\"");
    }

    [Theory]
    [InlineData("{}", "The introspection has no \"__schema\" in {}")]
    [InlineData("""{"__schema":{"queryType":{}}}""", "The introspection has no \"name\" in {}")]
    [InlineData("""{"__schema":{"queryType":{"name":"Q"}}}""", "Unknown type \"Q\".")]
    [InlineData("""{"__schema":{"queryType":{"name":"Q"},"types":[{"kind":"THING","name":"Q"}]}}""", "The type \"Q\" of the introspection is of the unknown kind \"THING\".")]
    [InlineData("""{"__schema":{"queryType":{"name":"Q"},"types":[{"kind":"OBJECT","name":"Q","fields":[]}]}}""", "Type Q must define one or more fields.")]
    public void What_makes_no_schema_is_refused_with_the_reason(string introspection, string fault) =>
        Should.Throw<SchemaException>(() => ClientSchema.Build(JsonElement.Parse(introspection))).Faults.ShouldBe([fault]);
}
