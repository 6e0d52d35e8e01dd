using System.Globalization;
using EventCatalog.Domain;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>What was written.</summary>
/// <param name="Files">Descriptor files, and what else the work trees hold.</param>
public sealed record ScaleWritten(string Folder, int Repositories, int Commits, int Files, int Entities);

/// <summary>
/// Writes the organisation as git repositories with their work trees, side by side in one folder. They share one store of objects (git's alternates),
/// so that one <c>git fast-import</c> makes them all; the folder can be moved as a whole, and each can be cloned.
/// </summary>
public static class ScaleRepositories
{
    private const string Store = ".objects";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <param name="folder">Where; must be empty or not there.</param>
    /// <param name="progress">Told after each repository how many there are.</param>
    /// <exception cref="RuleViolation">Something is there already, or git cannot do it.</exception>
    public static async Task<ScaleWritten> WriteAsync(ScaleOrganisation organisation, string folder, IProgress<int>? progress, CancellationToken ct)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new RuleViolation($"\"{folder}\" is not empty; name a folder that is empty or not there");
        try
        {
            return await WriteAsync(organisation, Directory.CreateDirectory(folder).FullName, progress, new Dictionary<string, string>(StringComparer.Ordinal), ct);
        }
        catch (GitFailedException e)
        {
            throw new RuleViolation($"The repositories could not be written: {e.Message}");
        }
    }

    private static async Task<ScaleWritten> WriteAsync(
        ScaleOrganisation organisation, string folder, IProgress<int>? progress, Dictionary<string, string> settings, CancellationToken ct)
    {
        var store = Directory.CreateDirectory(Path.Combine(folder, Store)).FullName;
        var git = new GitProgram(store, Patience, settings);
        await git.RunAsync(["init", "--quiet", "--bare", "--template=", "--initial-branch=main"], null, ct);
        var written = new ScaleWritten(folder, 0, 0, 0, organisation.Size.Entities);
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        var marks = Path.Combine(store, "marks");
        await git.FeedAsync(["fast-import", "--quiet", "--date-format=raw", $"--export-marks={marks}"], async input =>
        {
            var history = new ScaleFastImport(input);
            foreach (var repository in ScaleRepository.Of(organisation))
            {
                last[repository.Name] = await history.WriteAsync(repository, ct);
                await CheckOutAsync(Path.Combine(folder, repository.Name), repository, ct);
                written = written with { Repositories = last.Count, Commits = last[repository.Name], Files = written.Files + repository.Head.Count };
                progress?.Report(last.Count);
            }
        }, ct);

        var commits = await CommitsAsync(marks, ct);
        File.Delete(marks);
        await Parallel.ForEachAsync(last, ct, async (repository, stop) =>
        {
            var tree = Path.Combine(folder, repository.Key);
            await PointAsync(tree, repository.Key, commits[repository.Value], stop);
            // The index, so that whoever commits there by hand commits a change and not the loss of all other files.
            await new GitProgram(tree, Patience, settings).RunAsync(["read-tree", "HEAD"], null, stop);
        });
        return written;
    }

    private static async Task CheckOutAsync(string folder, ScaleRepository repository, CancellationToken ct)
    {
        foreach (var (path, text) in repository.Head)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, ct);
        }
    }

    private static async Task PointAsync(string tree, string name, string commit, CancellationToken ct)
    {
        var git = Path.Combine(tree, ".git");
        Directory.CreateDirectory(Path.Combine(git, "objects", "info"));
        Directory.CreateDirectory(Path.Combine(git, "refs", "heads"));
        await File.WriteAllTextAsync(Path.Combine(git, "objects", "info", "alternates"), $"../../../{Store}/objects\n", ct);
        await File.WriteAllTextAsync(Path.Combine(git, "refs", "heads", "main"), commit + "\n", ct);
        await File.WriteAllTextAsync(Path.Combine(git, "config"), $"""
            [core]
            	repositoryformatversion = 0
            	bare = false
            [uploadpack]
            	allowFilter = true
            	allowAnySHA1InWant = true
            [remote "origin"]
            	url = {DemoFile.HostOf(ScaleDescriptor.Company)}/{name}

            """, ct);
        await File.WriteAllTextAsync(Path.Combine(git, "HEAD"), "ref: refs/heads/main\n", ct);
    }

    private static async Task<Dictionary<int, string>> CommitsAsync(string marks, CancellationToken ct) =>
        (await File.ReadAllLinesAsync(marks, ct)).Select(line => line.Split(' ')).ToDictionary(mark => int.Parse(mark[0].AsSpan(1), CultureInfo.InvariantCulture), mark => mark[1]);
}
