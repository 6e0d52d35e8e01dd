using System.Globalization;
using System.Text;

namespace EventCatalog.GraphQL.Language;

/// <summary>
/// Cuts a source text into tokens, one at a time, in linear time.
/// Source: https://spec.graphql.org/September2025/#sec-Language.Source-Text
/// </summary>
internal sealed class Lexer(string source, int maxTokens)
{
    private int position;
    private int line = 1;
    private int lineStart;
    private int count;

    /// <exception cref="GraphQLSyntaxError">The text goes on with something that is no token.</exception>
    /// <exception cref="GraphQLError">The token limit is passed; code TOO_MANY_TOKENS.</exception>
    public Token Next()
    {
        SkipIgnored();
        var start = Here();
        if (position >= source.Length)
            return new Token(TokenKind.EndOfFile, start, "");
        if (++count > maxTokens)
        {
            throw new GraphQLError(
                string.Create(CultureInfo.InvariantCulture, $"Document contains more than {maxTokens} tokens. Parsing aborted."),
                "TOO_MANY_TOKENS") { Locations = [start] };
        }

        var c = source[position];
        switch (c)
        {
            case '!': return Punctuator(TokenKind.Bang, start);
            case '$': return Punctuator(TokenKind.Dollar, start);
            case '&': return Punctuator(TokenKind.Ampersand, start);
            case '(': return Punctuator(TokenKind.ParenOpen, start);
            case ')': return Punctuator(TokenKind.ParenClose, start);
            case ':': return Punctuator(TokenKind.Colon, start);
            case '=': return Punctuator(TokenKind.Equal, start);
            case '@': return Punctuator(TokenKind.At, start);
            case '[': return Punctuator(TokenKind.BracketOpen, start);
            case ']': return Punctuator(TokenKind.BracketClose, start);
            case '{': return Punctuator(TokenKind.BraceOpen, start);
            case '|': return Punctuator(TokenKind.Pipe, start);
            case '}': return Punctuator(TokenKind.BraceClose, start);
            case '.': return Spread(start);
            case '"':
                return position + 2 < source.Length && source[position + 1] == '"' && source[position + 2] == '"'
                    ? BlockString(start)
                    : String(start);
        }

        if (IsNameStart(c))
            return Name(start);
        if (char.IsAsciiDigit(c) || c == '-')
            return Number(start);
        throw Error(c == '\''
            ? "Unexpected single quote character ('), did you mean to use a double quote (\")?"
            : IsScalarValueAt(position)
                ? $"Unexpected character: {Quote(position)}."
                : $"Invalid character: {Quote(position)}.");
    }

    internal static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    internal static bool IsNameContinue(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private Location Here() => new(line, position - lineStart + 1);

    private void SkipIgnored()
    {
        while (position < source.Length)
        {
            switch (source[position])
            {
                case '\uFEFF' or '\t' or ' ' or ',':
                    position++;
                    break;
                case '\n':
                    position++;
                    NewLine();
                    break;
                case '\r':
                    position += At(position + 1) == '\n' ? 2 : 1;
                    NewLine();
                    break;
                case '#':
                    SkipComment();
                    break;
                default:
                    return;
            }
        }
    }

    private void SkipComment()
    {
        position++;
        while (position < source.Length && source[position] is not ('\n' or '\r'))
        {
            if (!IsScalarValueAt(position))
                throw Error($"Invalid character: {Quote(position)}.");
            position += char.IsHighSurrogate(source[position]) ? 2 : 1;
        }
    }

    private void NewLine()
    {
        line++;
        lineStart = position;
    }

    private char At(int index) => index < source.Length ? source[index] : '\0';

    private Token Punctuator(TokenKind kind, Location start)
    {
        position++;
        return new Token(kind, start, "");
    }

    private Token Spread(Location start)
    {
        if (At(position + 1) == '.' && At(position + 2) == '.')
        {
            position += 3;
            return new Token(TokenKind.Spread, start, "");
        }

        if (At(position + 1) == '.')
            throw Error("Unexpected \"..\", did you mean \"...\"?");
        if (char.IsAsciiDigit(At(position + 1)))
        {
            var end = position + 1;
            while (char.IsAsciiDigit(At(end)))
                end++;
            var digits = source[(position + 1)..end];
            throw Error($"Invalid number, expected digit before \".\", did you mean \"0.{digits}\"?");
        }

        throw Error("Unexpected character: \".\".");
    }

    private Token Name(Location start)
    {
        var from = position;
        while (position < source.Length && IsNameContinue(source[position]))
            position++;
        return new Token(TokenKind.Name, start, source[from..position]);
    }

    private Token Number(Location start)
    {
        var from = position;
        var isFloat = false;
        if (source[position] == '-')
            position++;
        if (At(position) == '0')
        {
            position++;
            if (char.IsAsciiDigit(At(position)))
                throw Error($"Invalid number, unexpected digit after 0: {Quote(position)}.");
        }
        else
        {
            Digits();
        }

        if (At(position) == '.')
        {
            isFloat = true;
            position++;
            Digits();
        }

        if (At(position) is 'e' or 'E')
        {
            isFloat = true;
            position++;
            if (At(position) is '+' or '-')
                position++;
            Digits();
        }

        if (At(position) == '.' || IsNameStart(At(position)))
            throw Error($"Invalid number, expected digit but got: {Quote(position)}.");
        return new Token(isFloat ? TokenKind.Float : TokenKind.Int, start, source[from..position]);
    }

    private void Digits()
    {
        if (!char.IsAsciiDigit(At(position)))
            throw Error($"Invalid number, expected digit but got: {Quote(position)}.");
        while (char.IsAsciiDigit(At(position)))
            position++;
    }

    private Token String(Location start)
    {
        position++;
        var from = position;
        StringBuilder? text = null;
        while (position < source.Length)
        {
            var c = source[position];
            if (c == '"')
            {
                var rest = source.AsSpan(from, position - from);
                position++;
                return new Token(TokenKind.String, start, text is null ? rest.ToString() : text.Append(rest).ToString());
            }

            if (c is '\n' or '\r')
                break;
            if (c == '\\')
            {
                text = (text ?? new StringBuilder()).Append(source, from, position - from);
                Escape(text);
                from = position;
            }
            else if (IsScalarValueAt(position))
            {
                position += char.IsHighSurrogate(c) ? 2 : 1;
            }
            else
            {
                throw Error($"Invalid character within String: {Quote(position)}.");
            }
        }

        throw Error("Unterminated string.");
    }

    private void Escape(StringBuilder text)
    {
        var escaped = At(position + 1);
        if (escaped == 'u')
        {
            UnicodeEscape(text);
            return;
        }

        text.Append(escaped switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Error($"Invalid character escape sequence: \"{source.AsSpan(position, Math.Min(2, source.Length - position))}\"."),
        });
        position += 2;
    }

    private void UnicodeEscape(StringBuilder text)
    {
        if (At(position + 2) == '{')
        {
            BracedEscape(text);
            return;
        }

        var unit = FourHex(position + 2);
        if (unit >= 0 && Rune.IsValid(unit))
        {
            text.Append((char)unit);
            position += 6;
            return;
        }

        if (unit is >= 0xD800 and <= 0xDBFF && At(position + 6) == '\\' && At(position + 7) == 'u'
            && FourHex(position + 8) is var low and >= 0xDC00 and <= 0xDFFF)
        {
            text.Append((char)unit).Append((char)low);
            position += 12;
            return;
        }

        throw Error($"Invalid Unicode escape sequence: \"{source.AsSpan(position, Math.Min(6, source.Length - position))}\".");
    }

    // Reads no further than nine characters, which is more than any code point needs.
    private void BracedEscape(StringBuilder text)
    {
        var point = 0;
        var end = position + 3;
        while (end < position + 12)
        {
            var c = At(end++);
            if (c == '}' && end > position + 4 && Rune.IsValid(point))
            {
                text.Append(new Rune(point).ToString());
                position = end;
                return;
            }

            if (!char.IsAsciiHexDigit(c) || point > 0x7FFFFFF)
                break;
            point = (point << 4) | Hex(c);
        }

        throw Error($"Invalid Unicode escape sequence: \"{source.AsSpan(position, Math.Min(end, source.Length) - position)}\".");
    }

    private int FourHex(int index)
    {
        var value = 0;
        for (var i = index; i < index + 4; i++)
        {
            if (!char.IsAsciiHexDigit(At(i)))
                return -1;
            value = (value << 4) | Hex(source[i]);
        }

        return value;
    }

    private static int Hex(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;

    private Token BlockString(Location start)
    {
        position += 3;
        var from = position;
        var raw = new StringBuilder();
        var lines = new List<string>();
        while (position < source.Length)
        {
            var c = source[position];
            if (c == '"' && At(position + 1) == '"' && At(position + 2) == '"')
            {
                lines.Add(raw.Append(source, from, position - from).ToString());
                position += 3;
                return new Token(TokenKind.BlockString, start, Language.BlockString.Dedent(lines));
            }

            if (c == '\\' && At(position + 1) == '"' && At(position + 2) == '"' && At(position + 3) == '"')
            {
                raw.Append(source, from, position - from);
                from = position + 1;
                position += 4;
            }
            else if (c is '\n' or '\r')
            {
                lines.Add(raw.Append(source, from, position - from).ToString());
                raw.Clear();
                position += c == '\r' && At(position + 1) == '\n' ? 2 : 1;
                from = position;
                NewLine();
            }
            else if (IsScalarValueAt(position))
            {
                position += char.IsHighSurrogate(c) ? 2 : 1;
            }
            else
            {
                throw Error($"Invalid character within String: {Quote(position)}.");
            }
        }

        throw Error("Unterminated string.");
    }

    // Any Unicode scalar value may stand in a source text; half a surrogate pair may not.
    private bool IsScalarValueAt(int index) => IsScalarValueAt(source, index);

    private static bool IsScalarValueAt(string source, int index) =>
        !char.IsSurrogate(source[index])
        || (char.IsHighSurrogate(source[index]) && index + 1 < source.Length && char.IsLowSurrogate(source[index + 1]));

    private string Quote(int index) => Quote(source, index);

    /// <summary>How error messages show the character at a place.</summary>
    internal static string Quote(string source, int index)
    {
        if (index >= source.Length)
            return "<EOF>";
        var c = source[index];
        if (c == '"')
            return "'\"'";
        if (c is >= ' ' and <= '~')
            return $"\"{c}\"";
        var point = IsScalarValueAt(source, index) ? char.ConvertToUtf32(source, index) : c;
        return "U+" + point.ToString("X4", CultureInfo.InvariantCulture);
    }

    private GraphQLSyntaxError Error(string message) => new(message, Here());
}
