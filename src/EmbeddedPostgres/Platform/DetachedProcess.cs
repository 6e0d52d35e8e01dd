using System.ComponentModel;
using System.Runtime.InteropServices;

namespace EventCatalog.EmbeddedPostgres.Platform;

/// <summary>
/// A child in a session of its own: Ctrl-C does not reach it, it outlives us, and its output goes straight to a file
/// (a pipe would break when we are killed). <see cref="System.Diagnostics.Process"/> can do none of the three on Unix.
/// </summary>
internal sealed partial class DetachedProcess
{
    // posix_spawn(3). The structures are opaque; 512 bytes hold the largest (glibc's attributes, 336).
    private const int Opaque = 512;
    private const short ResetSignals = 0x04;
    private const short ResetMask = 0x08;
    private const int ReadOnly = 0;
    private static readonly short NewSession = (short)(OperatingSystem.IsMacOS() ? 0x0400 : 0x80);
    private static readonly int AppendOrCreate = OperatingSystem.IsMacOS() ? 0x1 | 0x8 | 0x200 : 0x1 | 0x400 | 0x40;

    private DetachedProcess(int id, Task<int> exited)
    {
        Id = id;
        Exited = exited;
    }

    public int Id { get; }

    /// <summary>Completes with the exit code, 128 + signal after a signal.</summary>
    public Task<int> Exited { get; }

    /// <param name="command">An absolute path and its arguments.</param>
    /// <param name="environment">The whole environment, nothing is inherited.</param>
    /// <param name="logFile">Both outputs are appended to it.</param>
    /// <exception cref="IOException">The file is not there or not executable, or the log cannot be opened.</exception>
    public static DetachedProcess Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string logFile)
    {
        var id = Spawn(command, environment, logFile);
        var exited = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => exited.SetResult(Posix.WaitForExit(id))) { IsBackground = true, Name = $"wait for process {id}" }.Start();
        return new DetachedProcess(id, exited.Task);
    }

    private static unsafe int Spawn(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string logFile)
    {
        var files = stackalloc byte[Opaque];
        var attributes = stackalloc byte[Opaque];
        var signals = stackalloc byte[Opaque];
        var arguments = Strings(command);
        var variables = Strings([.. environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        Check(FilesInit(files), command[0]);
        Check(AttributesInit(attributes), command[0]);
        try
        {
            Check(FilesOpen(files, 0, "/dev/null", ReadOnly, 0), command[0]);
            Check(FilesOpen(files, 1, logFile, AppendOrCreate, 0x180 /* 0600 */), command[0]);
            Check(FilesDuplicate(files, 1, 2), command[0]);

            // .NET ignores SIGPIPE and may mask others; a child would keep that for life.
            Check(SignalsFill(signals), command[0]);
            Check(AttributesSignals(attributes, signals), command[0]);
            Check(SignalsEmpty(signals), command[0]);
            Check(AttributesMask(attributes, signals), command[0]);
            Check(AttributesFlags(attributes, (short)(NewSession | ResetSignals | ResetMask)), command[0]);
            Check(PosixSpawn(out var id, command[0], files, attributes, arguments, variables), command[0]);
            return id;
        }
        finally
        {
            FilesDestroy(files);
            AttributesDestroy(attributes);
            Free(arguments);
            Free(variables);
        }
    }

    private static void Check(int error, string program)
    {
        if (error != 0) throw new IOException($"{program} could not be started: {new Win32Exception(error).Message}.");
    }

    private static unsafe byte** Strings(IReadOnlyList<string> values)
    {
        var list = (byte**)NativeMemory.AllocZeroed((nuint)(values.Count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < values.Count; i++) list[i] = (byte*)Marshal.StringToCoTaskMemUTF8(values[i]);
        return list;
    }

    private static unsafe void Free(byte** list)
    {
        for (var i = 0; list[i] is not null; i++) Marshal.FreeCoTaskMem((nint)list[i]);
        NativeMemory.Free(list);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int PosixSpawn(out int id, string path, byte* files, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static unsafe partial int FilesInit(byte* files);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static unsafe partial int FilesDestroy(byte* files);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int FilesOpen(byte* files, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static unsafe partial int FilesDuplicate(byte* files, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static unsafe partial int AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static unsafe partial int AttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static unsafe partial int AttributesFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static unsafe partial int AttributesSignals(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static unsafe partial int AttributesMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static unsafe partial int SignalsFill(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static unsafe partial int SignalsEmpty(byte* signals);
}
