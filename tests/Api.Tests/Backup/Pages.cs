using System.Text.RegularExpressions;

namespace EventCatalog.Api.Tests.Backup;

/// <summary>The blocks of code in a page of <c>ops</c>, so that what the page says is what is tested.</summary>
internal static partial class Pages
{
    /// <param name="kind">What stands after the fence: <c>sh</c>, <c>sql</c>.</param>
    public static IReadOnlyList<string> Blocks(string page, string kind) =>
    [
        .. Fence().Matches(File.ReadAllText(Path.Combine(Repository.Root, "ops", page)))
            .Where(match => string.Equals(match.Groups["kind"].Value, kind, StringComparison.Ordinal))
            .Select(match => match.Groups["code"].Value),
    ];

    [GeneratedRegex(@"^```(?<kind>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();
}
