using System.Text.RegularExpressions;

namespace EventCatalog.Ingestion.Sources;

/// <summary>The target of a git source taken apart: <c>{address}[#{branch}]</c>.</summary>
internal static partial class GitTarget
{
    /// <summary>Address and branch; the branch is null when none is named.</summary>
    public static (string Address, string? Branch) SplitBranch(string target)
    {
        var mark = target.LastIndexOf('#');
        return mark <= 0 || mark == target.Length - 1 ? (target.TrimEnd('#'), null) : (target[..mark], target[(mark + 1)..]);
    }

    /// <summary>Whether it is of the form <c>[user@]host:path</c>.</summary>
    public static bool IsScp(string text) => Scp().IsMatch(text);

    [GeneratedRegex(@"\A(?:[A-Za-z0-9_.][A-Za-z0-9_.\-]*@)[A-Za-z0-9][A-Za-z0-9.\-]*:[^/\s\-][^\s]*\z|\A[A-Za-z0-9_.][A-Za-z0-9_.\-]*@[A-Za-z0-9][A-Za-z0-9.\-]*:/[^\s]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Scp();
}
