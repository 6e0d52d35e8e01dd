using System.Diagnostics;
using System.Globalization;

namespace EventCatalog.Faults.Tests;

public static class Signals
{
    /// <summary>Sends a process a signal, such as STOP; nothing happens when it is gone.</summary>
    public static async Task SendAsync(string signal, int process)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true, UseShellExecute = false })!;
        await kill.WaitForExitAsync(CancellationToken.None);
    }
}
