using System.CommandLine;

namespace EventCatalog.Api.Commands.Report;

/// <summary>Reports on the whole catalog.</summary>
public static class ReportCommand
{
    public static Command Create() => new("report", "Report on the whole catalog.") { OwnersVerb.Create(), StaleVerb.Create() };
}
