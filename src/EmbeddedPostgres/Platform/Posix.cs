using System.ComponentModel;
using System.Runtime.InteropServices;

namespace EventCatalog.EmbeddedPostgres.Platform;

/// <summary>The few system calls the class library has no name for.</summary>
internal static partial class Posix
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    private const int NotPermitted = 1;
    private const int InterruptedCall = 4;

    /// <summary>True when a process has this id, whoever owns it.</summary>
    public static bool IsAlive(int processId) =>
        processId > 0 && (Kill(processId, 0) == 0 || Marshal.GetLastPInvokeError() == NotPermitted);

    /// <summary>True when the process exists and this user may signal it.</summary>
    public static bool MaySignal(int processId) => processId > 0 && Kill(processId, 0) == 0;

    /// <summary>False when the process is gone already.</summary>
    public static bool Signal(int processId, int signal) => processId > 0 && Kill(processId, signal) == 0;

    public static void ChangeOwner(string path, uint user, uint group)
    {
        if (ChangeLinkOwner(path, user, group) != 0) throw new IOException($"{path} could not be given to user {user}: {LastError()}.");
    }

    /// <summary>Blocks until the child ends; its exit code, 128 + signal, or -1 when the system forgot it.</summary>
    public static int WaitForExit(int processId)
    {
        while (true)
        {
            if (WaitPid(processId, out var status, 0) == processId)
                return (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
            if (Marshal.GetLastPInvokeError() != InterruptedCall) return -1;
        }
    }

    /// <summary>Makes the names in a folder survive a power cut; what stands in the files is flushed by their writer.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Open(path, 0);
        if (folder < 0) throw new IOException($"{path} could not be opened: {LastError()}.");
        try
        {
            if (Flush(folder) != 0) throw new IOException($"{path} could not be flushed: {LastError()}.");
        }
        finally
        {
            Close(folder);
        }
    }

    private static string LastError() => new Win32Exception(Marshal.GetLastPInvokeError()).Message;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeLinkOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int processId, out int status, int options);
}
