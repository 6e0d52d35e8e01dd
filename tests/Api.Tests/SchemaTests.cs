using EventCatalog.Api.GraphQL;
using EventCatalog.GraphQL;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.Api.Tests;

public sealed class SchemaTests
{
    private static readonly string Printed = SchemaPrinter.Print(CatalogSchema.Build());

    [Fact]
    public void The_printed_schema_in_the_repository_is_the_one_that_is_served() =>
        File.ReadAllText(Path.Combine(Repository.Root, "ui", "schema.graphql")).ShouldBe(
            Printed, "Print it anew: dotnet run --project src/Api -- schema > ui/schema.graphql");

    [Fact]
    public void Nothing_of_the_contract_is_missing_or_changed()
    {
        var contract = Repository.Shared("contract.graphql");
        Assert.SkipWhen(contract is null, "../shared/contract.graphql is not beside this checkout");
        var served = Shapes(Printed);

        var missing = Shapes(File.ReadAllText(contract!))
            .Where(promised => !string.Equals(served.GetValueOrDefault(promised.Key), promised.Value, StringComparison.Ordinal))
            .Select(promised => $"{promised.Key}: {promised.Value}, but served as {served.GetValueOrDefault(promised.Key, "nothing")}");

        missing.ShouldBeEmpty();
    }

    /// <summary>Coordinate to shape: fields and arguments with their types, enum values, implemented interfaces.</summary>
    private static Dictionary<string, string> Shapes(string sdl)
    {
        var shapes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var definition in Parser.Parse(sdl).Definitions)
        {
            switch (definition)
            {
                case ObjectTypeDefinitionNode type:
                    AddFields(type.Name.Value, "type", type.Fields);
                    break;
                case InterfaceTypeDefinitionNode type:
                    AddFields(type.Name.Value, "interface", type.Fields);
                    break;
                case InputObjectTypeDefinitionNode type:
                    shapes[type.Name.Value] = "input";
                    foreach (var field in type.Fields)
                        shapes[$"{type.Name.Value}.{field.Name.Value}"] = Printer.Print(field.Type);
                    break;
                case EnumTypeDefinitionNode type:
                    foreach (var value in type.Values)
                        shapes[$"{type.Name.Value}.{value.Name.Value}"] = "value";
                    break;
                case ScalarTypeDefinitionNode type:
                    shapes[type.Name.Value] = "scalar";
                    break;
            }
        }

        return shapes;

        void AddFields(string type, string keyword, IEnumerable<FieldDefinitionNode> fields)
        {
            shapes[type] = keyword;
            foreach (var field in fields)
            {
                shapes[$"{type}.{field.Name.Value}"] = Printer.Print(field.Type);
                foreach (var argument in field.Arguments)
                    shapes[$"{type}.{field.Name.Value}({argument.Name.Value}:)"] = Printer.Print(argument.Type);
            }
        }
    }
}
