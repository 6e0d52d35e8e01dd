using System.Text.Json;
using System.Text.RegularExpressions;
using EventCatalog.GraphQL.Introspection;

namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>How a schema is printed, what it says of itself, and how the schema a client makes of that is printed.</summary>
internal sealed partial class SchemaComparison : ILineComparison
{
    private string query = "";

    private sealed record Recorded(string Name, string Sdl, string Printed, string Client, JsonElement Introspection);

    public string? Difference(JsonElement line)
    {
        if (line.TryGetProperty("query", out var first))
        {
            query = first.GetString()!;
            return null;
        }

        var recorded = line.Deserialize<Recorded>(FreshDocuments.Json)!;
        var schema = new SchemaBuilder().Add(recorded.Sdl).Build();
        var differences = new List<string>();
        Texts.Compare("printed", Decided(recorded.Printed), SchemaPrinter.Print(schema).TrimEnd('\n'), differences);
        var introspection = Asking.Ask(Asking.Executor(schema), query).GetProperty("data");
        Texts.Compare("introspection", Decided(ByName(recorded.Introspection)), ByName(introspection), differences);
        Texts.Compare("client schema", Decided(recorded.Client), SchemaPrinter.Print(ClientSchema.Build(introspection)).TrimEnd('\n'), differences);
        Texts.Compare("client schema of graphql-js", Decided(recorded.Client), SchemaPrinter.Print(ClientSchema.Build(recorded.Introspection)).TrimEnd('\n'), differences);
        return differences.Count == 0 ? null : recorded.Name + "\n" + string.Join('\n', differences);
    }

    // Decisions 4 and T1.
    private static string Decided(string printed) => BlankLine().Replace(printed, "").Replace("{  }", "{}", StringComparison.Ordinal);

    [GeneratedRegex("^ +$", RegexOptions.Multiline, 1000)]
    private static partial Regex BlankLine();

    // A type's place among the types is no promise, so they are compared by name.
    private static string ByName(JsonElement introspection)
    {
        var schema = introspection.GetProperty("__schema");
        var types = schema.GetProperty("types").EnumerateArray().OrderBy(t => t.GetProperty("name").GetString(), StringComparer.Ordinal);
        return string.Join('\n', schema.EnumerateObject().Where(p => !p.NameEquals("types")).Select(p => p.Value).Concat(types).Select(Texts.Json));
    }
}
