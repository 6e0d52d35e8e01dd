using System.Text.Json;
using System.Text.Json.Serialization;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Sources;

namespace EventCatalog.Api.Commands.Verdicts;

/// <summary>A log that code hosts and editors read. Source: SARIF 2.1.0, OASIS Standard.</summary>
internal static class SarifVerdicts
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerOptions.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Write(IReadOnlyList<Verdict> verdicts)
    {
        var rules = verdicts.SelectMany(verdict => verdict.Preview.Problems).Select(problem => problem.Key.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var run = new
        {
            tool = new
            {
                driver = new
                {
                    name = "eventcatalog",
                    version = typeof(SarifVerdicts).Assembly.GetName().Version!.ToString(3),
                    rules = rules.Select(rule => new { id = rule, shortDescription = Message(rule.Replace('-', ' ')), help = Remedies.Of(rule) is { } remedy ? Message(remedy) : null }),
                },
            },
            columnKind = "utf16CodeUnits",
            invocations = new[]
            {
                new
                {
                    executionSuccessful = verdicts.All(verdict => verdict.Preview.Unreachable is null),
                    toolExecutionNotifications = verdicts
                        .Where(verdict => verdict.Preview.Unreachable is not null)
                        .Select(verdict => new { level = "error", message = Message($"{verdict.Target}: {verdict.Preview.Unreachable}") }),
                },
            },
            results = verdicts.SelectMany(verdict => verdict.Preview.Problems.Select(problem => Result(verdict, problem, Array.IndexOf(rules, problem.Key.Rule)))),
        };
        // "$schema" is no name that C# could have.
        return JsonSerializer.Serialize(
            new Dictionary<string, object>(StringComparer.Ordinal) { ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json", ["version"] = "2.1.0", ["runs"] = new[] { run } }, Shape)
            + Environment.NewLine;
    }

    private static object Result(Verdict verdict, Problem problem, int rule) => new
    {
        ruleId = problem.Key.Rule,
        ruleIndex = rule,
        level = "error",
        message = Message(problem.Message),
        locations = new[]
        {
            new
            {
                physicalLocation = new
                {
                    artifactLocation = new { uri = Uri.EscapeDataString(verdict.PathOf(problem)).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal) },
                    region = new { startLine = problem.Line ?? 1, startColumn = problem.Column ?? 1 },
                },
                logicalLocations = new[] { new { fullyQualifiedName = FormattableString.Invariant($"document {problem.Key.Document}{problem.Key.Pointer}") } },
            },
        },
    };

    private static object Message(string text) => new { text };
}
