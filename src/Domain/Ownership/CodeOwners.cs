using System.Text;
using System.Text.RegularExpressions;

namespace EventCatalog.Domain.Ownership;

/// <summary>Whose reading of a CODEOWNERS file counts: patterns and sections differ.</summary>
public enum CodeOwnersDialect
{
    GitHub,
    GitLab,
}

/// <summary>Owners of a path as a CODEOWNERS file names them.</summary>
/// <param name="Line">The line of the pattern, from 1.</param>
/// <param name="Pattern">As written.</param>
/// <param name="Owners">As written: <c>@user</c>, <c>@org/team</c> or an address; none where the file says that nobody owns it.</param>
public sealed record CodeOwnersMatch(int Line, string Pattern, IReadOnlyList<string> Owners);

/// <summary>
/// A CODEOWNERS file. Sources: https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
/// and https://docs.gitlab.com/user/project/codeowners/reference/
/// </summary>
public sealed class CodeOwners
{
    private const RegexOptions Linear = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;
    private static readonly Regex Section = new(@"\A\^?\[(?<name>[^\]]+)\](?:\[\d+\])?(?<rest>.*)\z", Linear);
    private static readonly Regex Word = new(@"(?:\\.|\S)+", Linear);

    private readonly List<Rule> _rules = [];

    private sealed record Rule(int Line, string Pattern, Regex Matches, IReadOnlyList<string> Owners, string Section, bool Excludes);

    private CodeOwners() { }

    /// <summary>Reads a file; lines that neither dialect knows are passed over, as the code hosts do.</summary>
    public static CodeOwners Parse(string text, CodeOwnersDialect dialect)
    {
        var file = new CodeOwners();
        var (section, defaults) = ("", (IReadOnlyList<string>)[]);
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.Trim() is not { Length: > 0 } written || written[0] is '#')
                continue;
            if (dialect is CodeOwnersDialect.GitLab && Section.Match(written) is { Success: true } head)
            {
                // Sections of one name are one section, whatever its case.
                section = head.Groups["name"].Value.Trim().ToLowerInvariant();
                defaults = OwnersIn(Words(head.Groups["rest"].Value));
                continue;
            }

            file.Add(written, number, section, defaults, dialect);
        }

        return file;
    }

    /// <summary>
    /// Who owns a path, by the last pattern that fits it; with GitLab by the last of each section, in the order of the sections. Empty where no
    /// pattern fits.
    /// </summary>
    /// <param name="path">Relative to the repository, with slashes.</param>
    public IReadOnlyList<CodeOwnersMatch> Of(string path) =>
    [
        .. _rules.GroupBy(rule => rule.Section, StringComparer.Ordinal)
            .Where(section => !section.Any(rule => rule.Excludes && rule.Matches.IsMatch(path)))
            .Select(section => section.LastOrDefault(rule => !rule.Excludes && rule.Matches.IsMatch(path)))
            .OfType<Rule>()
            .Select(rule => new CodeOwnersMatch(rule.Line, rule.Pattern, rule.Owners)),
    ];

    private void Add(string line, int number, string section, IReadOnlyList<string> defaults, CodeOwnersDialect dialect)
    {
        var words = Words(line);
        var pattern = words[0];
        var excludes = dialect is CodeOwnersDialect.GitLab && pattern is ['!', _, ..];
        // GitHub knows neither negation nor character classes: such a line is no rule.
        if (dialect is CodeOwnersDialect.GitHub && (pattern[0] is '!' || pattern.Contains('[', StringComparison.Ordinal)))
            return;
        var owners = OwnersIn([.. words.Skip(1)]);
        _rules.Add(new Rule(
            number, pattern, new Regex(Expression(excludes ? pattern[1..] : pattern, dialect), Linear),
            owners.Count > 0 ? owners : defaults, section, excludes));
    }

    private static string Expression(string pattern, CodeOwnersDialect dialect)
    {
        var isFolder = pattern.EndsWith('/');
        var body = pattern.Trim('/');
        // Git's rule for GitHub: a slash at the beginning or within ties a pattern to the root. GitLab: only one at the beginning.
        var anchored = pattern.StartsWith('/') || (dialect is CodeOwnersDialect.GitHub && body.Contains('/', StringComparison.Ordinal));
        var expression = new StringBuilder(@"\A").Append(anchored || body.StartsWith("**", StringComparison.Ordinal) ? "" : "(?:.*/)?");
        for (var at = 0; at < body.Length; at++)
        {
            if (body[at] is '*' && at + 1 < body.Length && body[at + 1] is '*')
            {
                var isSlashed = at + 2 < body.Length && body[at + 2] is '/';
                expression.Append(isSlashed ? "(?:.*/)?" : ".*");
                at += isSlashed ? 2 : 1;
            }
            else
            {
                expression.Append(body[at] switch
                {
                    '*' => "[^/]*",
                    '?' => "[^/]",
                    '\\' when at + 1 < body.Length => Regex.Escape(body[++at].ToString()),
                    var other => Regex.Escape(other.ToString()),
                });
            }
        }

        // What ends with a star takes what stands in the folder and nothing below; a name takes, with GitHub, the folder of that name, too.
        var isName = dialect is CodeOwnersDialect.GitHub && !body.EndsWith('*');
        return expression.Append(isFolder ? "/.*" : isName || body is "*" ? "(?:/.*)?" : "").Append(@"\z").ToString();
    }

    /// <summary>The parts of a line up to a comment; a blank after a backslash belongs to its part.</summary>
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        foreach (Match word in Word.Matches(line))
        {
            if (words.Count > 0 && word.Value[0] is '#')
                break;
            words.Add(word.Value);
        }

        return words;
    }

    private static IReadOnlyList<string> OwnersIn(IReadOnlyList<string> words) =>
        [.. words.Where(word => word.Contains('@', StringComparison.Ordinal) && word.Length > 1).Distinct(StringComparer.OrdinalIgnoreCase)];

}
