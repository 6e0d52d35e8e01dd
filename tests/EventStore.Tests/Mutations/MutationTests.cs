using System.Diagnostics;

namespace EventCatalog.EventStore.Tests.Mutations;

/// <summary>
/// Makes each mistake of <see cref="AllMutations"/> in a copy of the repository, builds that, and runs the test that must fail. Half a minute each, so not
/// with the others: <c>dotnet run --project tests/EventStore.Tests -- -explicit only -class "*MutationTests"</c>.
/// </summary>
public sealed class MutationTests(RepositoryCopy copy) : IClassFixture<RepositoryCopy>
{
    public static TheoryData<Mutation> Mutations => [.. AllMutations.List];

    [Theory]
    [MemberData(nameof(Mutations))]
    public void Each_mutation_can_still_be_made(Mutation mutation)
    {
        foreach (var edit in mutation.Edits)
            (File.ReadAllText(Path.Combine(RepositoryCopy.Root, edit.File)).Split(edit.Find).Length - 1).ShouldBe(1, $"'{edit.Find}' in {edit.File}");
    }

    [Theory(Explicit = true)]
    [MemberData(nameof(Mutations))]
    public async Task Each_mutation_makes_its_test_fail(Mutation mutation)
    {
        var ct = TestContext.Current.CancellationToken;
        await copy.PrepareAsync(ct);
        foreach (var edit in mutation.Edits)
            copy.Change(edit.File, text => text.Replace(edit.Find, edit.Replace, StringComparison.Ordinal));
        try
        {
            (await copy.RunAsync(["build", "tests/EventStore.Tests", "-nologo", "-v", "q", "-p:TreatWarningsAsErrors=false"], ct)).ExitCode.ShouldBe(0, "the mutation does not build");
            var (exitCode, output) = await copy.RunAsync(["test", "tests/EventStore.Tests", "--no-build", "-nologo", "--filter", $"FullyQualifiedName~{mutation.Test}"], ct);
            exitCode.ShouldBe(1, output);
            output.ShouldContain($"{mutation.Test}", Case.Sensitive, output);
        }
        finally
        {
            foreach (var edit in mutation.Edits)
                copy.Change(edit.File, _ => File.ReadAllText(Path.Combine(RepositoryCopy.Root, edit.File)));
        }
    }

    /// <summary>Without a mutation the same tests pass in the copy; else their failing would say nothing.</summary>
    [Fact(Explicit = true)]
    public async Task Without_a_mutation_they_pass()
    {
        var ct = TestContext.Current.CancellationToken;
        await copy.PrepareAsync(ct);
        var filter = string.Join('|', AllMutations.List.Select(mutation => $"FullyQualifiedName~{mutation.Test}").Distinct(StringComparer.Ordinal));
        var (exitCode, output) = await copy.RunAsync(["test", "tests/EventStore.Tests", "-nologo", "--filter", filter], ct);
        exitCode.ShouldBe(0, output);
    }
}

/// <summary>The sources that the store's tests are built of, in a temporary folder; made at the first use.</summary>
public sealed class RepositoryCopy : IDisposable
{
    private static readonly string[] Parts =
    [
        "Directory.Build.props", "Directory.Packages.props", ".editorconfig", "src/EventStore", "src/EmbeddedPostgres", "ops/postgres",
        "tests/EventStore.Tests", "tests/PostgresFixture",
    ];

    private string? folder;

    public static string Root { get; } = FindRoot();

    public async Task PrepareAsync(CancellationToken ct)
    {
        if (folder is not null)
            return;
        folder = Directory.CreateTempSubdirectory("eventcatalog-mutations-").FullName;
        foreach (var part in Parts)
            Copy(Path.Combine(Root, part), Path.Combine(folder, part));
        (await RunAsync(["restore", "tests/EventStore.Tests", "-nologo"], ct)).ExitCode.ShouldBe(0);
    }

    public void Change(string file, Func<string, string> change)
    {
        var path = Path.Combine(folder!, file);
        File.WriteAllText(path, change(File.ReadAllText(path)));
    }

    public async Task<(int ExitCode, string Output)> RunAsync(string[] arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(ct);
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, output + await errors);
    }

    public void Dispose()
    {
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            var file = new FileInfo(from);
            if (file.LinkTarget is { } target)
                File.CreateSymbolicLink(to, target);
            else
                file.CopyTo(to);
            return;
        }

        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos().Where(entry => entry.Name is not ("bin" or "obj") || from.Contains("node_modules", StringComparison.Ordinal)))
            Copy(entry.FullName, Path.Combine(to, entry.Name));
    }

    private static string FindRoot()
    {
        var above = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(above.FullName, "EventCatalog.sln")))
            above = above.Parent ?? throw new InvalidOperationException("These tests run inside the repository.");
        return above.FullName;
    }
}
