using System.Diagnostics;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>A work tree made with the git program.</summary>
public sealed class GitRepository
{
    private GitRepository(string folder) => Folder = folder;

    public string Folder { get; }

    public static async Task<GitRepository> MakeAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var repository = new GitRepository(folder);
        await repository.GitAsync("init", "--quiet", "--initial-branch", "main");
        return repository;
    }

    /// <summary>Commits everything that stands in the work tree.</summary>
    /// <returns>The commit's full hash.</returns>
    public async Task<string> CommitAsync(string author, string message)
    {
        await GitAsync("add", "--all");
        await GitAsync("-c", $"user.name={author}", "-c", $"user.email={author.ToLowerInvariant().Replace(' ', '.')}@example.org", "commit", "--quiet", "--message", message);
        return (await GitAsync("rev-parse", "HEAD")).Trim();
    }

    public void Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public async Task<string> GitAsync(params string[] arguments)
    {
        var run = await CommandRun.OfAsync(new ProcessStartInfo("git", ["-C", Folder, .. arguments]));
        run.ExitCode.ShouldBe(0, run.All);
        return run.Output;
    }
}
