using System.Text.Json;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>What a block string says, how it is printed in a document, and how as a description.</summary>
internal sealed class BlockStringComparison : ILineComparison
{
    private sealed record Recorded(string Text, string Value, string Printed, string Described);

    public string? Difference(JsonElement line)
    {
        var recorded = line.Deserialize<Recorded>(FreshDocuments.Json)!;
        var node = (StringValueNode)Parser.ParseValue(recorded.Text);
        var schema = new SchemaBuilder().Add(recorded.Text + " type Query { a: Int }").Build();
        var answer = new Recorded(recorded.Text, node.Value, Printer.Print(node), SchemaPrinter.Print(schema).TrimEnd('\n'));
        return answer == recorded ? null : $"graphql-js {recorded}\nhere       {answer}";
    }
}
