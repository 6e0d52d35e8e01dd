namespace EventCatalog.GraphQL.Language;

// The type system half. Source: https://spec.graphql.org/September2025/#sec-Type-System
public sealed partial class Parser
{
    private bool PeekDescription() => token.Kind is TokenKind.String or TokenKind.BlockString;

    private StringValueNode? OptionalDescription() => PeekDescription() ? StringValue() : null;

    private DefinitionNode TypeSystemDefinition(Location start, StringValueNode? description)
    {
        switch (token.Value)
        {
            case "schema":
                return Schema(start, description, isExtension: false);
            case "scalar" or "type" or "interface" or "union" or "enum" or "input":
                return TypeDefinition(start, description, isExtension: false);
            case "directive":
                return DirectiveDefinition(start, description);
            default:
                throw Unexpected();
        }
    }

    private TypeSystemDefinitionNode Extension()
    {
        var start = token.Location;
        var keyword = Lookahead();
        if (keyword.Kind == TokenKind.Name)
        {
            switch (keyword.Value)
            {
                case "schema":
                    Advance();
                    return Schema(start, description: null, isExtension: true);
                case "scalar" or "type" or "interface" or "union" or "enum" or "input":
                    Advance();
                    return TypeDefinition(start, description: null, isExtension: true);
            }
        }

        throw Unexpected(keyword);
    }

    private SchemaDefinitionNode Schema(Location start, StringValueNode? description, bool isExtension)
    {
        ExpectKeyword("schema");
        var directives = Directives(isConstant: true);
        var operations = isExtension
            ? OptionalMany(TokenKind.BraceOpen, OperationTypeDefinition, TokenKind.BraceClose)
            : Many(TokenKind.BraceOpen, OperationTypeDefinition, TokenKind.BraceClose);
        if (isExtension && directives.Count == 0 && operations.Count == 0)
            throw Unexpected();
        return new SchemaDefinitionNode(start, description, directives, isExtension, operations);
    }

    private OperationTypeDefinitionNode OperationTypeDefinition()
    {
        var start = token.Location;
        var operation = OperationKeyword();
        Expect(TokenKind.Colon);
        return new OperationTypeDefinitionNode(start, operation, NamedType());
    }

    private TypeDefinitionNode TypeDefinition(Location start, StringValueNode? description, bool isExtension)
    {
        var keyword = token.Value;
        Advance();
        var name = Name();
        TypeDefinitionNode definition;
        bool empty;
        switch (keyword)
        {
            case "scalar":
            {
                var directives = Directives(isConstant: true);
                definition = new ScalarTypeDefinitionNode(start, description, name, directives, isExtension);
                empty = directives.Count == 0;
                break;
            }

            case "type":
            case "interface":
            {
                IReadOnlyList<NamedTypeNode> interfaces =
                    SkipKeyword("implements") ? DelimitedMany(TokenKind.Ampersand, NamedType) : [];
                var directives = Directives(isConstant: true);
                var fields = OptionalMany(TokenKind.BraceOpen, FieldDefinition, TokenKind.BraceClose);
                definition = string.Equals(keyword, "type", StringComparison.Ordinal)
                    ? new ObjectTypeDefinitionNode(start, description, name, interfaces, directives, fields, isExtension)
                    : new InterfaceTypeDefinitionNode(start, description, name, interfaces, directives, fields, isExtension);
                empty = interfaces.Count + directives.Count + fields.Count == 0;
                break;
            }

            case "union":
            {
                var directives = Directives(isConstant: true);
                IReadOnlyList<NamedTypeNode> types =
                    Skip(TokenKind.Equal) ? DelimitedMany(TokenKind.Pipe, NamedType) : [];
                definition = new UnionTypeDefinitionNode(start, description, name, directives, types, isExtension);
                empty = directives.Count + types.Count == 0;
                break;
            }

            case "enum":
            {
                var directives = Directives(isConstant: true);
                var values = OptionalMany(TokenKind.BraceOpen, EnumValueDefinition, TokenKind.BraceClose);
                definition = new EnumTypeDefinitionNode(start, description, name, directives, values, isExtension);
                empty = directives.Count + values.Count == 0;
                break;
            }

            default:
            {
                var directives = Directives(isConstant: true);
                var fields = OptionalMany(TokenKind.BraceOpen, InputValueDefinition, TokenKind.BraceClose);
                definition = new InputObjectTypeDefinitionNode(start, description, name, directives, fields, isExtension);
                empty = directives.Count + fields.Count == 0;
                break;
            }
        }

        return isExtension && empty ? throw Unexpected() : definition;
    }

    private FieldDefinitionNode FieldDefinition()
    {
        var start = token.Location;
        var description = OptionalDescription();
        var name = Name();
        var arguments = OptionalMany(TokenKind.ParenOpen, InputValueDefinition, TokenKind.ParenClose);
        Expect(TokenKind.Colon);
        var type = TypeReference();
        return new FieldDefinitionNode(start, description, name, arguments, type, Directives(isConstant: true));
    }

    private InputValueDefinitionNode InputValueDefinition()
    {
        var start = token.Location;
        var description = OptionalDescription();
        var name = Name();
        Expect(TokenKind.Colon);
        var type = TypeReference();
        var defaultValue = Skip(TokenKind.Equal) ? Value(isConstant: true) : null;
        return new InputValueDefinitionNode(start, description, name, type, defaultValue, Directives(isConstant: true));
    }

    private EnumValueDefinitionNode EnumValueDefinition()
    {
        var start = token.Location;
        var description = OptionalDescription();
        if (token is { Kind: TokenKind.Name, Value: "true" or "false" or "null" })
            throw Syntax($"{token.Description} is reserved and cannot be used for an enum value.");
        return new EnumValueDefinitionNode(start, description, Name(), Directives(isConstant: true));
    }

    private DirectiveDefinitionNode DirectiveDefinition(Location start, StringValueNode? description)
    {
        ExpectKeyword("directive");
        Expect(TokenKind.At);
        var name = Name();
        var arguments = OptionalMany(TokenKind.ParenOpen, InputValueDefinition, TokenKind.ParenClose);
        var repeatable = SkipKeyword("repeatable");
        ExpectKeyword("on");
        return new DirectiveDefinitionNode(
            start, description, name, arguments, repeatable, DelimitedMany(TokenKind.Pipe, DirectiveLocationName));
    }

    private NameNode DirectiveLocationName()
    {
        var found = token;
        var name = Name();
        return DirectiveLocations.All.Contains(name.Value) ? name : throw Unexpected(found);
    }
}
