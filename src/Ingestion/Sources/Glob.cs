using System.Text;
using System.Text.RegularExpressions;

namespace EventCatalog.Ingestion.Sources;

/// <summary>
/// A path pattern with <c>*</c>, <c>**</c> (any folders, also none), <c>?</c>, <c>[a-z]</c> and <c>{a,b}</c>. A star fits no name that
/// begins with a dot unless <c>hiddenToo</c>. Source: the <c>glob</c> package that Backstage reads Location targets with.
/// </summary>
public sealed class Glob
{
    private const int MaxLength = 1024;
    private readonly Regex _regex;

    /// <exception cref="UnreadableFileException">The pattern is no pattern, or longer than 1024 characters.</exception>
    public Glob(string pattern, bool hiddenToo = false)
    {
        if (pattern.Length > MaxLength)
            throw new UnreadableFileException("bad-pattern", $"The pattern \"{pattern[..40]}…\" has more than {MaxLength} characters");
        Pattern = pattern;
        try
        {
            _regex = new Regex(ToRegex(pattern, hiddenToo), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(5));
        }
        catch (ArgumentException)
        {
            throw new UnreadableFileException("bad-pattern", $"\"{pattern}\" is not a pattern; expected a path with *, **, ?, [a-z] or {{a,b}}");
        }
    }

    public string Pattern { get; }

    public static bool IsGlob(string text) => text.AsSpan().IndexOfAny("*?[{") >= 0;

    public bool IsMatch(string path) => _regex.IsMatch(path);

    private static string ToRegex(string pattern, bool hiddenToo)
    {
        // NonBacktracking knows no look-ahead, so "not a dot first" is spelled out.
        var (star, first) = hiddenToo ? ("[^/]*", "[^/]") : ("(?:[^/.][^/]*)?", "[^/.]");
        var anyFolders = hiddenToo ? "(?:[^/]+/)*" : "(?:[^/.][^/]*/)*";
        var regex = new StringBuilder(@"\A");
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var atStart = i == 0 || pattern[i - 1] == '/';
            switch (pattern[i])
            {
                case '*' when atStart && pattern.AsSpan(i).StartsWith("**/"):
                    regex.Append(anyFolders);
                    i += 2;
                    break;
                case '*' when atStart && pattern.AsSpan(i) is "**":
                    regex.Append(anyFolders).Append(first).Append("[^/]*");
                    i++;
                    break;
                case '*' when atStart && (i + 1 == pattern.Length || pattern[i + 1] == '/'):
                    regex.Append(first).Append("[^/]*");
                    break;
                case '*':
                    regex.Append(atStart ? star : "[^/]*");
                    break;
                case '?':
                    regex.Append(atStart ? first : "[^/]");
                    break;
                case '[' when pattern.IndexOf(']', i + 2) is var end and > 0:
                    regex.Append(CharacterClass(pattern[(i + 1)..end]));
                    i = end;
                    break;
                case '{' when pattern.IndexOf('}', i) > 0:
                    regex.Append("(?:");
                    depth++;
                    break;
                case '}' when depth > 0:
                    regex.Append(')');
                    depth--;
                    break;
                case ',' when depth > 0:
                    regex.Append('|');
                    break;
                default:
                    regex.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }

        return regex.Append(@"\z").ToString();
    }

    private static string CharacterClass(string inner)
    {
        var negated = inner[0] is '!' or '^';
        var characters = (negated ? inner[1..] : inner).Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("[", @"\[", StringComparison.Ordinal).Replace("^", @"\^", StringComparison.Ordinal);
        return negated ? $"[^/{characters}]" : $"[{characters}]";
    }
}
