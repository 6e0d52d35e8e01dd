namespace EventCatalog.EmbeddedPostgres;

/// <summary>Where EventCatalog keeps its data when nobody says otherwise.</summary>
public static class DataFolder
{
    /// <summary>
    /// <c>EVENTCATALOG_DATA</c>, else as root <c>/var/lib/eventcatalog</c>, else <c>$XDG_DATA_HOME/eventcatalog</c>, else
    /// <c>~/.local/share/eventcatalog</c> (Windows: <c>%LOCALAPPDATA%\eventcatalog</c>). Absolute; not made.
    /// </summary>
    public static string Default()
    {
        if (Given("EVENTCATALOG_DATA") is { } chosen) return Path.GetFullPath(chosen);
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "eventcatalog");
        if (Environment.IsPrivilegedProcess) return "/var/lib/eventcatalog";

        // The XDG base directory specification: a relative path must be ignored.
        if (Given("XDG_DATA_HOME") is { } share && Path.IsPathRooted(share)) return Path.Combine(share, "eventcatalog");
        return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", "eventcatalog");
    }

    private static string? Given(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
