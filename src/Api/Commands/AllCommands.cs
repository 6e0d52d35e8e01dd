using System.CommandLine;
using EventCatalog.Api.Commands.Diff;
using EventCatalog.Api.Commands.Plugins;
using EventCatalog.Api.Commands.Report;
using EventCatalog.Api.Commands.Store;
using EventCatalog.Api.Hosting;
using EventCatalog.Domain;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EmbeddedPostgres.Backup;
using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.Api.Commands;

/// <summary>The verbs of <c>eventcatalog</c>; without one it serves.</summary>
public static class AllCommands
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("A developer portal whose software catalog is a log of facts.");
        ServeCommand.DefineOn(root);
        foreach (var command in Verbs())
            root.Subcommands.Add(command);

        // A position is written @1234, which by default would name a file of further arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("See --help.");
            return ExitCodes.WrongUse;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception error) when (Sentence(error) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return error is UsageException or RuleViolation ? ExitCodes.WrongUse : ExitCodes.CouldNot;
        }
    }

    private static IEnumerable<Command> Verbs() =>
    [
        ServeCommand.Create(),
        CrawlCommand.Create(),
        ValidateCommand.Create(),
        DiffCommand.Create(),
        ReportCommand.Create(),
        OwnersCommand.Create(),
        EntityCommand.Create(),
        GateCommand.Create(),
        DisappearanceCommand.Create(),
        PluginCommand.Create(),
        VerifyCommand.Create(),
        KeyCommand.Create(),
        AuditCommand.Create(),
        StoreCommand.Create(),
        ExportCommand.Create(),
        ImportCommand.Create(),
        DemoCommand.Create(),
        SchemaCommand.Create(),
    ];

    /// <summary>What went wrong, for the person at the keyboard; null for a bug, which keeps its stack trace.</summary>
    private static string? Sentence(Exception error) => error switch
    {
        UsageException or RuleViolation or StartException or BackupException or SchemaTooNewException or SchemaTooOldException or SharedSessionException or SigningKeyException or OperationRefusedException => error.Message,
        NpgsqlException database => $"The database does not answer: {database.Message}. Check ConnectionStrings__Catalog, or leave it unset to use the embedded one.",
        OperationCanceledException => "Stopped.",
        _ => null,
    };
}

/// <summary>The command line asks for something that cannot be; the message says what to write instead.</summary>
public sealed class UsageException(string message) : Exception(message);
