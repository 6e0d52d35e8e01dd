using System.Diagnostics;

namespace EventCatalog.Ingestion.Tests;

/// <summary>A work tree made with the git program, by its own path or as a bare repository that it is pushed to.</summary>
internal sealed class GitRepository : IDisposable
{
    private readonly TempFolder _folder = new();

    public GitRepository()
    {
        Directory.CreateDirectory(Work);
        Git("init", "--quiet", "--initial-branch=main");
        Git("config", "user.name", "Ada Lovelace");
        Git("config", "user.email", "ada@acme.example");
    }

    public string Work => _folder.At("work");

    /// <summary>Created, and pushed to, by <see cref="Push"/>.</summary>
    public string Bare => _folder.At("bare.git");

    public void Write(string path, string text) => _folder.Write($"work/{path}", text);

    /// <summary>Commits everything there is.</summary>
    /// <returns>The commit.</returns>
    public string Commit(string message, string author = "Ada Lovelace", string at = "2026-03-01T10:00:00Z")
    {
        Git("add", "--all");
        Run(Work, ["commit", "--quiet", "--allow-empty", "--message", message, $"--author={author} <author@acme.example>", $"--date={at}"], at);
        return Git("rev-parse", "HEAD").Trim();
    }

    /// <summary>Pushes the current branch; the bare repository serves partial clones.</summary>
    public void Push(string branch = "main")
    {
        if (!Directory.Exists(Bare))
        {
            Run(_folder.Path, ["init", "--quiet", "--bare", "--initial-branch=main", Bare]);
            Run(Bare, ["config", "uploadpack.allowFilter", "true"]);
        }

        Git("push", "--quiet", "--force", Bare, $"HEAD:refs/heads/{branch}");
    }

    public string Git(params string[] arguments) => Run(Work, arguments);

    public void Dispose() => _folder.Dispose();

    public static string Run(string folder, string[] arguments, string? at = null)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        if (at is not null)
            start.Environment["GIT_COMMITTER_DATE"] = at;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {errors.Result}");
    }
}
