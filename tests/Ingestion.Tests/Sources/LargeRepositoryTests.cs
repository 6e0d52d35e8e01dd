using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EventCatalog.Ingestion.Tests.Sources;

public sealed class LargeRepositoryTests
{
    [Fact]
    public async Task Of_twenty_thousand_files_only_the_descriptors_are_fetched_and_nothing_is_checked_out()
    {
        using var repository = new GitRepository();
        repository.Commit("first");
        repository.Push();
        Import(repository.Bare, files: 20_000, descriptors: 3);
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync("file://" + repository.Bare);

        var clone = Path.Combine(catalog.DataFolder, "repositories", $"{crawl.Source}.git");
        var objects = GitRepository.Run(clone, ["cat-file", "--batch-all-objects", "--batch-check=%(objecttype)"]).Split('\n');
        (crawl.Found, objects.Count(type => type is "blob")).ShouldBe((3, 3));
        Directory.EnumerateFiles(clone, "catalog-info.yaml", SearchOption.AllDirectories).ShouldBeEmpty();
        GitRepository.Run(clone, ["rev-parse", "--is-bare-repository"]).Trim().ShouldBe("true");
    }

    [Fact]
    public async Task A_git_server_that_hangs_is_given_up_and_leaves_no_process_behind()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var catalog = await TestCatalog.StartAsync(options => options with { GitTimeout = TimeSpan.FromSeconds(2) });

        // For http git starts a helper, which starts nothing but must end with it.
        var crawl = await catalog.CrawlNewAsync($"http://127.0.0.1:{port}/shop.git", "git");

        crawl.Unreachable.ShouldNotBeNull().ShouldContain("took longer than 2 seconds");
        Processes(FormattableString.Invariant($"127.0.0.1:{port}/")).ShouldBeEmpty();
    }

    private static IEnumerable<string> Processes(string argument) => Directory.EnumerateDirectories("/proc")
        .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        .Select(folder =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(folder, "cmdline"));
            }
            catch (IOException)
            {
                return ""; // It has just ended.
            }
        })
        .Where(command => command.Contains(argument, StringComparison.Ordinal));

    private static void Import(string bare, int files, int descriptors)
    {
        var stream = new StringBuilder("commit refs/heads/main\ncommitter Ada <ada@acme.example> 1772359200 +0000\ndata 3\nall\n");
        for (var i = 0; i < files; i++)
            Add(string.Create(CultureInfo.InvariantCulture, $"src/{i % 100}/file-{i}.txt"), string.Create(CultureInfo.InvariantCulture, $"file {i}\n"));
        for (var i = 0; i < descriptors; i++)
            Add(string.Create(CultureInfo.InvariantCulture, $"services/{i}/catalog-info.yaml"), Yaml.Component(string.Create(CultureInfo.InvariantCulture, $"c{i}")));
        var start = new System.Diagnostics.ProcessStartInfo("git", ["fast-import", "--quiet", "--force"]) { WorkingDirectory = bare, UseShellExecute = false, RedirectStandardInput = true };
        using var git = System.Diagnostics.Process.Start(start)!;
        git.StandardInput.Write(stream.ToString());
        git.StandardInput.Close();
        git.WaitForExit();
        git.ExitCode.ShouldBe(0);

        void Add(string path, string text) => stream.Append(CultureInfo.InvariantCulture, $"M 100644 inline {path}\ndata {Encoding.UTF8.GetByteCount(text)}\n{text}\n");
    }
}
