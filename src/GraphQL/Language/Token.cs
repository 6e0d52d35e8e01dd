using System.Runtime.InteropServices;

namespace EventCatalog.GraphQL.Language;

/// <summary>The kinds of lexical tokens. Source: https://spec.graphql.org/September2025/#sec-Language.Source-Text.Lexical-Tokens</summary>
public enum TokenKind
{
    EndOfFile,
    Bang,
    Dollar,
    Ampersand,
    ParenOpen,
    ParenClose,
    Dot,
    Spread,
    Colon,
    Equal,
    At,
    BracketOpen,
    BracketClose,
    BraceOpen,
    Pipe,
    BraceClose,
    Name,
    Int,
    Float,
    String,
    BlockString,
}

/// <summary>One token: where it is and, for names, numbers and strings, what it says (strings unescaped).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Token(TokenKind Kind, Location Location, string Value)
{
    /// <summary>How error messages call a kind of token.</summary>
    public static string Describe(TokenKind kind) => kind switch
    {
        TokenKind.EndOfFile => "<EOF>",
        TokenKind.Bang => "\"!\"",
        TokenKind.Dollar => "\"$\"",
        TokenKind.Ampersand => "\"&\"",
        TokenKind.ParenOpen => "\"(\"",
        TokenKind.ParenClose => "\")\"",
        TokenKind.Dot => "\".\"",
        TokenKind.Spread => "\"...\"",
        TokenKind.Colon => "\":\"",
        TokenKind.Equal => "\"=\"",
        TokenKind.At => "\"@\"",
        TokenKind.BracketOpen => "\"[\"",
        TokenKind.BracketClose => "\"]\"",
        TokenKind.BraceOpen => "\"{\"",
        TokenKind.Pipe => "\"|\"",
        TokenKind.BraceClose => "\"}\"",
        _ => kind.ToString(),
    };

    /// <summary>How error messages call this token: its kind and, where it has one, its value in quotes.</summary>
    public string Description => Kind >= TokenKind.Name ? $"{Describe(Kind)} \"{Value}\"" : Describe(Kind);
}
