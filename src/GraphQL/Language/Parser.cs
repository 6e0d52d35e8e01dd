namespace EventCatalog.GraphQL.Language;

/// <summary>What a parser accepts. Depth counts nested selection sets, values and type brackets.</summary>
public sealed record ParserOptions(int MaxTokens = 100_000, int MaxDepth = 200);

/// <summary>
/// Reads documents: executable definitions here, the type system in the other half.
/// Source: https://spec.graphql.org/September2025/#sec-Document-Syntax
/// </summary>
public sealed partial class Parser
{
    private readonly Lexer lexer;
    private readonly int maxDepth;
    private int depth;
    private Token token;
    private Token? ahead;

    private Parser(string source, ParserOptions? options)
    {
        options ??= new ParserOptions();
        lexer = new Lexer(source, options.MaxTokens);
        maxDepth = options.MaxDepth;
        token = lexer.Next();
    }

    /// <summary>Reads a document of any definitions.</summary>
    /// <exception cref="GraphQLSyntaxError">The text is not a document.</exception>
    /// <exception cref="GraphQLError">A guard was passed: TOO_MANY_TOKENS or TOO_DEEP.</exception>
    public static DocumentNode Parse(string source, ParserOptions? options = null) => new Parser(source, options).Document();

    /// <summary>Reads one value and nothing after it.</summary>
    public static ValueNode ParseValue(string source, ParserOptions? options = null)
    {
        var parser = new Parser(source, options);
        var value = parser.Value(isConstant: false);
        parser.Expect(TokenKind.EndOfFile);
        return value;
    }

    /// <summary>Reads one type reference and nothing after it.</summary>
    public static TypeNode ParseType(string source, ParserOptions? options = null)
    {
        var parser = new Parser(source, options);
        var type = parser.TypeReference();
        parser.Expect(TokenKind.EndOfFile);
        return type;
    }

    private DocumentNode Document()
    {
        var start = token.Location;
        var definitions = new List<DefinitionNode>();
        do
            definitions.Add(Definition());
        while (token.Kind != TokenKind.EndOfFile);
        return new DocumentNode(start, definitions);
    }

    private DefinitionNode Definition()
    {
        if (token.Kind == TokenKind.BraceOpen)
            return Operation(description: null);

        var described = PeekDescription();
        var start = token.Location;
        var description = OptionalDescription();
        if (described && token.Kind == TokenKind.BraceOpen)
            throw new GraphQLSyntaxError("Unexpected description, descriptions are not supported on shorthand queries.", start);
        if (token.Kind != TokenKind.Name)
            throw Unexpected();
        switch (token.Value)
        {
            case "query" or "mutation" or "subscription":
                return Operation(description);
            case "fragment":
                return Fragment(description);
            case "extend" when described:
            case not ("schema" or "scalar" or "type" or "interface" or "union" or "enum" or "input" or "directive" or "extend") when described:
                throw new GraphQLSyntaxError("Unexpected description, only GraphQL definitions support descriptions.", start);
            case "extend":
                return Extension();
            default:
                return TypeSystemDefinition(start, description);
        }
    }

    private OperationDefinitionNode Operation(StringValueNode? description)
    {
        var start = description?.Location ?? token.Location;
        if (token.Kind == TokenKind.BraceOpen)
            return new OperationDefinitionNode(start, null, OperationType.Query, null, [], [], SelectionSet());
        var operation = OperationKeyword();
        var name = token.Kind == TokenKind.Name ? Name() : null;
        return new OperationDefinitionNode(
            start,
            description,
            operation,
            name,
            OptionalMany(TokenKind.ParenOpen, VariableDefinition, TokenKind.ParenClose),
            Directives(isConstant: false),
            SelectionSet());
    }

    private OperationType OperationKeyword()
    {
        var keyword = token;
        Expect(TokenKind.Name);
        return keyword.Value switch
        {
            "query" => OperationType.Query,
            "mutation" => OperationType.Mutation,
            "subscription" => OperationType.Subscription,
            _ => throw Unexpected(keyword),
        };
    }

    private VariableDefinitionNode VariableDefinition()
    {
        var start = token.Location;
        var description = OptionalDescription();
        var variable = Variable();
        Expect(TokenKind.Colon);
        var type = TypeReference();
        var defaultValue = Skip(TokenKind.Equal) ? Value(isConstant: true) : null;
        return new VariableDefinitionNode(start, description, variable, type, defaultValue, Directives(isConstant: true));
    }

    private VariableNode Variable()
    {
        var start = token.Location;
        Expect(TokenKind.Dollar);
        return new VariableNode(start, Name());
    }

    private SelectionSetNode SelectionSet()
    {
        var start = token.Location;
        Enter();
        var selections = Many(TokenKind.BraceOpen, Selection, TokenKind.BraceClose);
        depth--;
        return new SelectionSetNode(start, selections);
    }

    private SelectionNode Selection()
    {
        var start = token.Location;
        if (!Skip(TokenKind.Spread))
            return Field();
        var hasTypeCondition = SkipKeyword("on");
        if (!hasTypeCondition && token.Kind == TokenKind.Name)
            return new FragmentSpreadNode(start, Name(), Directives(isConstant: false));
        return new InlineFragmentNode(
            start, hasTypeCondition ? NamedType() : null, Directives(isConstant: false), SelectionSet());
    }

    private FieldNode Field()
    {
        var start = token.Location;
        var name = Name();
        NameNode? alias = null;
        if (Skip(TokenKind.Colon))
        {
            alias = name;
            name = Name();
        }

        return new FieldNode(
            start,
            alias,
            name,
            Arguments(isConstant: false),
            Directives(isConstant: false),
            token.Kind == TokenKind.BraceOpen ? SelectionSet() : null);
    }

    private FragmentDefinitionNode Fragment(StringValueNode? description)
    {
        var start = description?.Location ?? token.Location;
        ExpectKeyword("fragment");
        if (token is { Kind: TokenKind.Name, Value: "on" })
            throw Unexpected();
        var name = Name();
        ExpectKeyword("on");
        return new FragmentDefinitionNode(start, description, name, NamedType(), Directives(isConstant: false), SelectionSet());
    }

    private IReadOnlyList<ArgumentNode> Arguments(bool isConstant) =>
        token.Kind == TokenKind.ParenOpen
            ? Many<ArgumentNode>(TokenKind.ParenOpen, isConstant ? ConstantArgument : Argument, TokenKind.ParenClose)
            : [];

    private ArgumentNode Argument() => Argument(isConstant: false);

    private ArgumentNode ConstantArgument() => Argument(isConstant: true);

    private ArgumentNode Argument(bool isConstant)
    {
        var start = token.Location;
        var name = Name();
        Expect(TokenKind.Colon);
        return new ArgumentNode(start, name, Value(isConstant));
    }

    private IReadOnlyList<DirectiveNode> Directives(bool isConstant)
    {
        if (token.Kind != TokenKind.At)
            return [];
        var directives = new List<DirectiveNode>();
        while (token.Kind == TokenKind.At)
        {
            var start = token.Location;
            Advance();
            directives.Add(new DirectiveNode(start, Name(), Arguments(isConstant)));
        }

        return directives;
    }

    private ValueNode Value(bool isConstant)
    {
        var current = token;
        switch (current.Kind)
        {
            case TokenKind.BracketOpen:
                return ListValue(isConstant);
            case TokenKind.BraceOpen:
                return ObjectValue(isConstant);
            case TokenKind.Int:
                Advance();
                return new IntValueNode(current.Location, current.Value);
            case TokenKind.Float:
                Advance();
                return new FloatValueNode(current.Location, current.Value);
            case TokenKind.String or TokenKind.BlockString:
                return StringValue();
            case TokenKind.Name:
                Advance();
                return current.Value switch
                {
                    "true" => new BooleanValueNode(current.Location, Value: true),
                    "false" => new BooleanValueNode(current.Location, Value: false),
                    "null" => new NullValueNode(current.Location),
                    _ => new EnumValueNode(current.Location, current.Value),
                };
            case TokenKind.Dollar when isConstant:
                Advance();
                throw token.Kind == TokenKind.Name
                    ? new GraphQLSyntaxError($"Unexpected variable \"${token.Value}\" in constant value.", current.Location)
                    : Unexpected(current);
            case TokenKind.Dollar:
                return Variable();
            default:
                throw Unexpected();
        }
    }

    private StringValueNode StringValue()
    {
        var current = token;
        Advance();
        return new StringValueNode(current.Location, current.Value, current.Kind == TokenKind.BlockString);
    }

    private ListValueNode ListValue(bool isConstant)
    {
        var start = token.Location;
        Enter();
        Expect(TokenKind.BracketOpen);
        var values = new List<ValueNode>();
        while (!Skip(TokenKind.BracketClose))
            values.Add(Value(isConstant));
        depth--;
        return new ListValueNode(start, values);
    }

    private ObjectValueNode ObjectValue(bool isConstant)
    {
        var start = token.Location;
        Enter();
        Expect(TokenKind.BraceOpen);
        var fields = new List<ObjectFieldNode>();
        while (!Skip(TokenKind.BraceClose))
        {
            var fieldStart = token.Location;
            var name = Name();
            Expect(TokenKind.Colon);
            fields.Add(new ObjectFieldNode(fieldStart, name, Value(isConstant)));
        }

        depth--;
        return new ObjectValueNode(start, fields);
    }

    private TypeNode TypeReference()
    {
        var start = token.Location;
        TypeNode type;
        if (token.Kind == TokenKind.BracketOpen)
        {
            Enter();
            Advance();
            var inner = TypeReference();
            Expect(TokenKind.BracketClose);
            depth--;
            type = new ListTypeNode(start, inner);
        }
        else
        {
            type = NamedType();
        }

        return Skip(TokenKind.Bang) ? new NonNullTypeNode(start, type) : type;
    }

    private NamedTypeNode NamedType()
    {
        var name = Name();
        return new NamedTypeNode(name.Location, name);
    }

    private NameNode Name()
    {
        var current = token;
        Expect(TokenKind.Name);
        return new NameNode(current.Location, current.Value);
    }
}
