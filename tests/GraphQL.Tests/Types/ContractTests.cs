namespace EventCatalog.GraphQL.Tests.Types;

public sealed class ContractTests
{
    [Fact]
    public void The_contract_builds_and_its_printed_form_builds_the_same_again()
    {
        var file = FindUpwards(Path.Combine("shared", "contract.graphql"));
        Assert.SkipWhen(file is null, "shared/contract.graphql is not beside this checkout.");

        var schema = new SchemaBuilder().Add(File.ReadAllText(file!)).Build();

        var printed = SchemaPrinter.Print(schema);
        SchemaPrinter.Print(new SchemaBuilder().Add(printed).Build()).ShouldBe(printed);
        schema.FindType("Entity")!.ToString().ShouldBe("Entity");
    }

    private static string? FindUpwards(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, relative);
            if (File.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
