namespace EventCatalog.Api.Audit;

/// <summary>Who wrote a file, for whoever reads it years later.</summary>
internal static class ProgramName
{
    public static string Text { get; } = $"eventcatalog {typeof(ProgramName).Assembly.GetName().Version?.ToString(3)}";
}
