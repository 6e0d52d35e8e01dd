using System.CommandLine;

namespace EventCatalog.Api.Commands;

/// <summary>What an auditor needs, in one place: the same verbs as beside it.</summary>
public static class AuditCommand
{
    public static Command Create() => new("audit", "Export a part of the log that proves itself, and check it.") { ExportCommand.Create(), VerifyCommand.Create(), KeyCommand.Create() };
}
