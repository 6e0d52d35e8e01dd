using System.CommandLine;

namespace EventCatalog.Api.Commands.Report;

/// <summary>Reports on the whole catalog, and reports of tools to it.</summary>
public static class ReportCommand
{
    public static Command Create() => new("report", "Report on the whole catalog, or send it what a tool reports.")
    {
        OwnersVerb.Create(),
        StaleVerb.Create(),
        SendVerb.Create("tests", "application/xml", "a test report (JUnit XML, TRX)"),
        SendVerb.Create("coverage", "text/plain", "a coverage report (Cobertura XML, LCOV)"),
        SendVerb.Create("sbom", "application/json", "a bill of materials (CycloneDX JSON, SPDX JSON)"),
        SendVerb.Create("costs", "text/csv", "a cost export (FOCUS CSV)"),
    };
}
