using System.Diagnostics;

namespace EventCatalog.EmbeddedPostgres.Tests;

/// <summary>A tmpfs in place of a folder; needs root and a kernel that lets it.</summary>
internal sealed class SmallDisk(string place) : IDisposable
{
    public static SmallDisk Mount(string place, int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small disk needs root.");
        Directory.CreateDirectory(place);
        using var mount = Process.Start("mount", ["-t", "tmpfs", "-o", FormattableString.Invariant($"size={megabytes}m,mode=755"), "tmpfs", place]);
        mount.WaitForExit();
        Assert.SkipUnless(mount.ExitCode == 0, "This machine does not let root mount a small disk.");
        return new SmallDisk(place);
    }

    public void Dispose()
    {
        using var unmount = Process.Start("umount", [place]);
        unmount.WaitForExit();
    }
}
