using System.Globalization;
using System.Text.Json;
using EventCatalog.GraphQL;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.Api.GraphQL;

/// <summary>The log position every read model has passed: what lies at or before it is read the same for ever.</summary>
public delegate long ReachedPosition();

/// <summary>
/// Knows which answers can never change: those to queries whose every root field looks at a position of the log that was reached
/// already. A time is no such place, since something that happened before it may still be learned.
/// </summary>
public sealed class FixedAnswers(Schema schema)
{
    // The field `problems` and the filter `hasProblems` answer as of now wherever they stand: what was refused in a descriptor is
    // not remembered by position. Found by name, wherever it may be, a variable included; one time too many costs nothing.
    private const string AlwaysNow = "problems";

    /// <param name="request">One the engine has answered without an error.</param>
    /// <param name="reached">The position that was reached before the engine was asked.</param>
    public bool IsFixed(GraphQLRequest request, long reached)
    {
        if (request.Query!.Contains(AlwaysNow, StringComparison.OrdinalIgnoreCase)
            || request.Variables is { } variables && variables.GetRawText().Contains(AlwaysNow, StringComparison.OrdinalIgnoreCase))
            return false;
        var document = Parser.Parse(request.Query);
        var fragments = document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(each => each.Name.Value, StringComparer.Ordinal);
        var operations = document.Definitions.OfType<OperationDefinitionNode>().ToList();
        var operation = operations.Count == 1
            ? operations[0]
            : operations.Find(each => string.Equals(each.Name?.Value, request.OperationName, StringComparison.Ordinal));
        if (operation is not { Operation: OperationType.Query })
            return false;
        var roots = Fields(operation.SelectionSet).Where(field => field.Name.Value is not "__typename").ToList();
        return roots.Count > 0 && roots.TrueForAll(LooksAtReached);

        bool LooksAtReached(FieldNode field) =>
            schema.QueryType!.Fields.TryGetValue(field.Name.Value, out var definition)
            && definition.Arguments.TryGetValue("at", out var at) && at.Type.Named.Name is "Instant"
            && PositionOf(field.Arguments.FirstOrDefault(each => each.Name.Value is "at")?.Value, operation, request.Variables) is { } position
            && position <= reached;

        IEnumerable<FieldNode> Fields(SelectionSetNode set) => set.Selections.SelectMany(selection => selection switch
        {
            FieldNode field => [field],
            InlineFragmentNode inline => Fields(inline.SelectionSet),
            FragmentSpreadNode spread => Fields(fragments[spread.Name.Value].SelectionSet),
            _ => [],
        });
    }

    private static long? PositionOf(ValueNode? value, OperationDefinitionNode operation, JsonElement? variables) => value switch
    {
        StringValueNode { Value: ['@', .. var digits] } => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null,
        VariableNode { Name.Value: var name } when variables is { } map && map.TryGetProperty(name, out var given) =>
            given.ValueKind == JsonValueKind.String ? PositionOf(new StringValueNode(value.Location, given.GetString()!, Block: false), operation, variables) : null,
        VariableNode { Name.Value: var name } =>
            PositionOf(operation.VariableDefinitions.FirstOrDefault(each => string.Equals(each.Variable.Name.Value, name, StringComparison.Ordinal))?.DefaultValue, operation, variables),
        _ => null,
    };
}
