using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Execution;

/// <summary>Source: https://spec.graphql.org/September2025/#CoerceArgumentValues()</summary>
internal static class ArgumentCoercion
{
    /// <returns>Only the arguments that were given or have a default.</returns>
    /// <exception cref="GraphQLError">An argument is missing or its value, through a variable, does not fit.</exception>
    public static Dictionary<string, object?> Coerce(FieldPlan field, IReadOnlyDictionary<string, object?> variables)
    {
        var node = field.Nodes[0];
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var definition in field.Definition.ArgumentMap.Values)
        {
            var given = Find(node, definition.Name);
            if (given is null && definition.IsRequired)
            {
                throw new GraphQLError($"Argument \"{definition}\" of required type \"{definition.Type}\" was not provided.")
                {
                    Locations = [node.Location],
                };
            }

            var isMissing = given is null || (given is VariableNode v && !variables.ContainsKey(v.Name.Value) && !definition.IsRequired);
            if (!isMissing)
            {
                values[definition.Name] = Coerce(given!, definition, variables);
            }
            else if (definition.DefaultValue is not null)
            {
                values[definition.Name] = definition.CoercedDefault;
            }
        }

        return values;
    }

    private static object? Coerce(ValueNode given, InputValueDefinition definition, IReadOnlyDictionary<string, object?> variables) =>
        InputCoercion.Literal(given, definition.Type, variables, (message, path, literal) =>
            throw new GraphQLError($"Argument \"{definition}\" has invalid value{ResponsePath.Print(path)}: {message}")
            {
                Locations = [(literal ?? given).Location],
            });

    private static ValueNode? Find(FieldNode field, string argument)
    {
        foreach (var given in field.Arguments)
        {
            if (string.Equals(given.Name.Value, argument, StringComparison.Ordinal))
                return given.Value;
        }

        return null;
    }
}
