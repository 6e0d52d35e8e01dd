using System.Text.Json;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Execution;

/// <summary>Source: https://spec.graphql.org/September2025/#CoerceVariableValues()</summary>
internal static class VariableCoercion
{
    private const int MaxErrors = 50;

    /// <returns>Only the variables that were given or have a default.</returns>
    public static Dictionary<string, object?> Coerce(
        Schema schema, OperationDefinitionNode operation, JsonElement? variables, List<GraphQLError> errors)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (variables is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined) })
        {
            errors.Add(new GraphQLError("Variables must be a JSON object."));
            return values;
        }

        foreach (var definition in operation.VariableDefinitions)
        {
            if (errors.Count >= MaxErrors)
            {
                errors.Add(new GraphQLError("Too many errors processing variables, error limit reached. Execution aborted."));
                break;
            }

            var name = definition.Variable.Name.Value;
            if (schema.TypeOf(definition.Type) is not { IsInput: true } type)
            {
                errors.Add(Error(definition, $"Variable \"${name}\" expected value of type \"{Printer.Print(definition.Type)}\" which cannot be used as an input type."));
            }
            else if (variables is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(name, out var element))
            {
                values[name] = InputCoercion.Value(JsonValues.Read(element), type, (message, path, _) =>
                    errors.Add(Error(definition, $"Variable \"${name}\" has invalid value{ResponsePath.Print(path)}: {message}")));
            }
            else if (definition.DefaultValue is not null)
            {
                values[name] = InputCoercion.Literal(definition.DefaultValue, type, values, (message, path, _) =>
                    errors.Add(Error(definition, $"Variable \"${name}\" has invalid default value{ResponsePath.Print(path)}: {message}")));
            }
            else if (type.IsNonNull)
            {
                errors.Add(Error(definition, $"Variable \"${name}\" has invalid value: Expected a value of non-null type \"{type}\" to be provided."));
            }
        }

        return values;
    }

    private static GraphQLError Error(VariableDefinitionNode definition, string message) => new(message) { Locations = [definition.Location] };
}
