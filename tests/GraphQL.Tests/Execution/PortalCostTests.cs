using System.Text;
using System.Text.Json;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Tests.Execution;

public sealed class PortalCostTests
{
    [Fact]
    public async Task Every_query_of_the_portal_is_affordable_by_default()
    {
        var ui = Ui();
        var schema = new SchemaBuilder().Add(await File.ReadAllTextAsync(Path.Combine(ui, "schema.graphql"), TestContext.Current.CancellationToken)).Build();
        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(ui, "src"), "*.graphql", SearchOption.AllDirectories))
            text.AppendLine(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var all = Parser.Parse(text.ToString());
        var operations = all.Definitions.OfType<OperationDefinitionNode>().Where(o => o.Operation != OperationType.Subscription).ToList();

        operations.Count.ShouldBeGreaterThan(10);
        foreach (var operation in operations)
        {
            var result = await Run.Result(schema, Alone(all, operation), Variables(schema, operation));

            // The schema has no resolvers here, so the answer may hold errors; what counts is that it was counted and let through.
            result.Cost.ShouldNotBeNull(operation.Name!.Value + ": " + string.Join("; ", result.Errors.Select(e => e.Message)));
            result.Errors.ShouldNotContain(e => e.Code == "TOO_EXPENSIVE", operation.Name.Value);
            TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"{operation.Name.Value}: {result.Cost.Value.Requested}"));
        }
    }

    private static string Alone(DocumentNode all, OperationDefinitionNode operation)
    {
        var fragments = all.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(f => f.Name.Value);
        var used = new Dictionary<string, FragmentDefinitionNode>();
        Collect(operation.SelectionSet);
        return Printer.Print(new DocumentNode(all.Location, [operation, .. used.Values]));

        void Collect(SelectionSetNode? set)
        {
            foreach (var selection in set?.Selections ?? [])
            {
                if (selection is FragmentSpreadNode spread && used.TryAdd(spread.Name.Value, fragments[spread.Name.Value]))
                    Collect(fragments[spread.Name.Value].SelectionSet);
                Collect((selection as FieldNode)?.SelectionSet ?? (selection as InlineFragmentNode)?.SelectionSet);
            }
        }
    }

    // The largest page the portal asks for; anything else only has to fit its type.
    private static string Variables(Schema schema, OperationDefinitionNode operation) =>
        JsonSerializer.Serialize(operation.VariableDefinitions.Where(v => v.Type is NonNullTypeNode || Names(v, "Int")).ToDictionary(
            v => v.Variable.Name.Value, v => Value(schema, v.Type)));

    private static bool Names(VariableDefinitionNode variable, string type) => variable.Type is NamedTypeNode named && named.Name.Value == type;

    private static object? Value(Schema schema, TypeNode type) => type switch
    {
        NonNullTypeNode n => Value(schema, n.OfType),
        ListTypeNode l => new[] { Value(schema, l.OfType) },
        NamedTypeNode { Name.Value: "Int" } => 500,
        NamedTypeNode { Name.Value: "Boolean" } => true,
        NamedTypeNode n when schema.FindType(n.Name.Value) is InputObjectType input =>
            input.Fields.Values.Where(f => f.IsRequired).ToDictionary(f => f.Name, _ => "x"),
        _ => "x",
    };

    private static string Ui()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ui", "schema.graphql")))
                return Path.Combine(folder.FullName, "ui");
        }

        throw new FileNotFoundException("ui/schema.graphql is not above the tests.");
    }
}
