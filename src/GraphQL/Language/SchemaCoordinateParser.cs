namespace EventCatalog.GraphQL.Language;

/// <summary>The grammar of coordinates, small and without ignored tokens. https://spec.graphql.org/September2025/#SchemaCoordinate</summary>
internal sealed class SchemaCoordinateParser
{
    private readonly string text;
    private int position;
    private Token token;

    private SchemaCoordinateParser(string text)
    {
        this.text = text;
        token = Next();
    }

    public static SchemaCoordinate Parse(string text)
    {
        var parser = new SchemaCoordinateParser(text);
        var coordinate = parser.Coordinate();
        return parser.token.Kind == TokenKind.EndOfFile ? coordinate : throw parser.Expected(TokenKind.EndOfFile);
    }

    private SchemaCoordinate Coordinate()
    {
        if (Skip(TokenKind.At))
        {
            var directive = Take(TokenKind.Name);
            return OptionalArgument() is { } ofDirective
                ? new SchemaCoordinate.DirectiveArgument(directive, ofDirective)
                : new SchemaCoordinate.Directive(directive);
        }

        var type = Take(TokenKind.Name);
        if (!Skip(TokenKind.Dot))
            return new SchemaCoordinate.NamedType(type);
        var member = Take(TokenKind.Name);
        return OptionalArgument() is { } ofField
            ? new SchemaCoordinate.Argument(type, member, ofField)
            : new SchemaCoordinate.Member(type, member);
    }

    private string? OptionalArgument()
    {
        if (!Skip(TokenKind.ParenOpen))
            return null;
        var name = Take(TokenKind.Name);
        Take(TokenKind.Colon);
        Take(TokenKind.ParenClose);
        return name;
    }

    private bool Skip(TokenKind kind)
    {
        if (token.Kind != kind)
            return false;
        token = Next();
        return true;
    }

    private string Take(TokenKind kind)
    {
        var value = token.Value;
        return Skip(kind) ? value : throw Expected(kind);
    }

    private GraphQLSyntaxError Expected(TokenKind kind) => new($"Expected {Token.Describe(kind)}, found {token.Description}.", token.Location);

    private Token Next()
    {
        var start = new Location(1, position + 1);
        if (position >= text.Length)
            return new Token(TokenKind.EndOfFile, start, "");
        TokenKind? punctuator = text[position] switch
        {
            '.' => TokenKind.Dot,
            '(' => TokenKind.ParenOpen,
            ')' => TokenKind.ParenClose,
            ':' => TokenKind.Colon,
            '@' => TokenKind.At,
            _ => null,
        };
        if (punctuator is { } kind)
        {
            position++;
            return new Token(kind, start, "");
        }

        if (!Lexer.IsNameStart(text[position]))
            throw new GraphQLSyntaxError($"Invalid character: {Lexer.Quote(text, position)}.", start);
        var from = position;
        while (position < text.Length && Lexer.IsNameContinue(text[position]))
            position++;
        return new Token(TokenKind.Name, start, text[from..position]);
    }
}
