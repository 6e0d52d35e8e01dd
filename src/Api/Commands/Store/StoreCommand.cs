using System.CommandLine;

namespace EventCatalog.Api.Commands.Store;

/// <summary>The verbs of whoever runs the store, a file each. They work beside a running portal on the same data folder or database.</summary>
public static class StoreCommand
{
    public static Command Create()
    {
        var command = new Command("store", "See how the log and its read models are, and help one that has stopped.");
        foreach (var verb in Verbs())
            command.Subcommands.Add(verb);
        return command;
    }

    private static IEnumerable<Command> Verbs() =>
    [
        StatusVerb.Create(),
        VerifyCommand.Create(),
        RetryVerb.Create(),
        SkipVerb.Create(),
        ParkVerb.Create(),
        RebuildVerb.Create(),
        SwitchVerb.Create(),
        DiscardVerb.Create(),
        ArchiveVerb.Create(),
        BackupVerb.Create(),
        RestoreVerb.Create(),
    ];
}
