using System.Text.Json;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>How a coordinate is read, printed and resolved in Schemas/kitchen.graphql.</summary>
internal sealed class CoordinateComparison : ILineComparison
{
    private readonly Schema schema = MockSchema.Executor("kitchen").Schema;

    private sealed record Recorded(string Text, string? Printed, string? Found, string? Message, string? At);

    public string? Difference(JsonElement line)
    {
        var recorded = line.Deserialize<Recorded>(FreshDocuments.Json)!;
        var answer = new Recorded(recorded.Text, Printed: null, Found: null, Message: null, At: null);
        try
        {
            var coordinate = SchemaCoordinate.Parse(recorded.Text);
            answer = answer with { Printed = coordinate.ToString() };
            answer = answer with { Found = Kind(schema.Resolve(coordinate), coordinate) };
        }
        catch (GraphQLError error)
        {
            answer = answer with { Message = error.Message, At = error.Locations.Count == 0 ? null : Places.Of(error) };
        }

        return answer == recorded ? null : $"graphql-js {recorded}\nhere       {answer}";
    }

    private static string? Kind(ISchemaElement? found, SchemaCoordinate coordinate) => found switch
    {
        null => null,
        NamedType => "NamedType",
        FieldDefinition => "Field",
        EnumValueDefinition => "EnumValue",
        DirectiveDefinition => "Directive",
        _ => coordinate switch
        {
            SchemaCoordinate.Argument => "FieldArgument",
            SchemaCoordinate.DirectiveArgument => "DirectiveArgument",
            _ => "InputField",
        },
    };
}
