using System.CommandLine;
using EventCatalog.Api.GraphQL;
using EventCatalog.Api.Hosting;
using EventCatalog.GraphQL;

namespace EventCatalog.Api.Commands;

/// <summary>Prints the GraphQL schema; <c>ui/schema.graphql</c> is its output.</summary>
public static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the GraphQL schema.");
        command.SetAction(_ =>
        {
            Console.Write(SchemaPrinter.Print(CatalogSchema.Build()));
            return ExitCodes.Ok;
        });
        return command;
    }
}
