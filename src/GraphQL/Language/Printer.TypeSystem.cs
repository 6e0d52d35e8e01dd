namespace EventCatalog.GraphQL.Language;

public static partial class Printer
{
    private static string PrintTypeSystem(Node node) => node switch
    {
        SchemaDefinitionNode n => Definition(
            n, Spaced("schema ", Directives(n.Directives)) is { Length: > 0 } head ? head : "schema", Block(n.OperationTypes.Select(Print))),
        OperationTypeDefinitionNode n => n.Operation switch
        {
            OperationType.Query => "query: ",
            OperationType.Mutation => "mutation: ",
            _ => "subscription: ",
        } + n.Type.Name.Value,
        ScalarTypeDefinitionNode n => Definition(n, Head("scalar", n)),
        ObjectTypeDefinitionNode n => Definition(n, Head("type", n, Implements(n.Interfaces)), Block(n.Fields.Select(Print))),
        InterfaceTypeDefinitionNode n => Definition(n, Head("interface", n, Implements(n.Interfaces)), Block(n.Fields.Select(Print))),
        UnionTypeDefinitionNode n => Definition(n, Head("union", n), Spaced("= ", string.Join(" | ", n.Types.Select(Print)))),
        EnumTypeDefinitionNode n => Definition(n, Head("enum", n), Block(n.Values.Select(Print))),
        InputObjectTypeDefinitionNode n => Definition(n, Head("input", n), Block(n.Fields.Select(Print))),
        FieldDefinitionNode n => Description(n.Description) + n.Name.Value + ArgumentDefinitions(n.Arguments) + ": " + Print(n.Type)
            + Spaced(" ", Directives(n.Directives)),
        InputValueDefinitionNode n => Description(n.Description) + n.Name.Value + ": " + Print(n.Type)
            + (n.DefaultValue is null ? "" : " = " + Print(n.DefaultValue)) + Spaced(" ", Directives(n.Directives)),
        EnumValueDefinitionNode n => Description(n.Description) + n.Name.Value + Spaced(" ", Directives(n.Directives)),
        DirectiveDefinitionNode n => Description(n.Description) + "directive @" + n.Name.Value + ArgumentDefinitions(n.Arguments)
            + (n.Repeatable ? " repeatable" : "") + " on " + string.Join(" | ", n.Locations.Select(l => l.Value)),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "Not a part of a document."),
    };

    private static string Definition(TypeSystemDefinitionNode node, params string[] parts) =>
        Description(node.Description) + (node.IsExtension ? "extend " : "") + string.Join(' ', parts.Where(part => part.Length > 0));

    private static string Head(string keyword, TypeDefinitionNode node, string implements = "") =>
        string.Join(' ', new[] { keyword, node.Name.Value, implements, Directives(node.Directives) }.Where(part => part.Length > 0));

    private static string Implements(IReadOnlyList<NamedTypeNode> interfaces) =>
        Spaced("implements ", string.Join(" & ", interfaces.Select(Print)));

    private static string ArgumentDefinitions(IReadOnlyList<InputValueDefinitionNode> arguments)
    {
        var printed = arguments.Select(Print).ToList();
        return printed.Exists(argument => argument.Contains('\n', StringComparison.Ordinal))
            ? "(\n" + Indent(string.Join('\n', printed)) + "\n)"
            : Spaced("(", string.Join(", ", printed), ")");
    }
}
