using System.Globalization;

namespace EventCatalog.GraphQL.Language;

// How both halves take tokens.
public sealed partial class Parser
{
    private void Enter()
    {
        if (++depth > maxDepth)
        {
            throw new GraphQLError(
                string.Create(CultureInfo.InvariantCulture, $"Document is nested more than {maxDepth} levels deep. Parsing aborted."),
                "TOO_DEEP") { Locations = [token.Location] };
        }
    }

    private void Advance()
    {
        token = ahead ?? lexer.Next();
        ahead = null;
    }

    private Token Lookahead() => ahead ??= lexer.Next();

    private bool Skip(TokenKind kind)
    {
        if (token.Kind != kind)
            return false;
        Advance();
        return true;
    }

    private void Expect(TokenKind kind)
    {
        if (token.Kind != kind)
            throw Expected(Token.Describe(kind));
        // Reading past a trailing token would report what follows a complete value or type; the end needs no next token.
        if (kind != TokenKind.EndOfFile)
            Advance();
    }

    private bool SkipKeyword(string keyword)
    {
        if (token.Kind != TokenKind.Name || !string.Equals(token.Value, keyword, StringComparison.Ordinal))
            return false;
        Advance();
        return true;
    }

    private void ExpectKeyword(string keyword)
    {
        if (!SkipKeyword(keyword))
            throw Expected($"\"{keyword}\"");
    }

    private List<T> Many<T>(TokenKind open, Func<T> parse, TokenKind close)
    {
        Expect(open);
        var items = new List<T>();
        do
            items.Add(parse());
        while (!Skip(close));
        return items;
    }

    private IReadOnlyList<T> OptionalMany<T>(TokenKind open, Func<T> parse, TokenKind close) =>
        token.Kind == open ? Many(open, parse, close) : [];

    private List<T> DelimitedMany<T>(TokenKind delimiter, Func<T> parse)
    {
        Skip(delimiter);
        var items = new List<T>();
        do
            items.Add(parse());
        while (Skip(delimiter));
        return items;
    }

    private GraphQLSyntaxError Syntax(string message) => new(message, token.Location);

    private GraphQLSyntaxError Unexpected() => Unexpected(token);

    private static GraphQLSyntaxError Unexpected(Token found) => new($"Unexpected {found.Description}.", found.Location);

    private GraphQLSyntaxError Expected(string what) => Syntax($"Expected {what}, found {token.Description}.");
}
