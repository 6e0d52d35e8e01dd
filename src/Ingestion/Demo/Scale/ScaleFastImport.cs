using System.Globalization;
using System.Text;

namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>Writes commits as <c>git fast-import</c> reads them. Source: git-fast-import(1).</summary>
internal sealed class ScaleFastImport(Stream output)
{
    private int _mark;

    /// <summary>The reference a repository's last commit gets in the store that all of them share.</summary>
    public static string RefOf(string repository) => $"refs/repositories/{repository}";

    /// <returns>The mark of its last commit.</returns>
    public async Task<int> WriteAsync(ScaleRepository repository, CancellationToken ct)
    {
        foreach (var (commit, files) in repository.History)
        {
            var person = FormattableString.Invariant($"{commit.Author} <{commit.Author}@{ScaleDescriptor.Company}.example> {commit.At.ToUnixTimeSeconds()} +0000");
            await TextAsync(FormattableString.Invariant($"commit {RefOf(repository.Name)}\nmark :{++_mark}\nauthor {person}\ncommitter {person}\n"), ct);
            await DataAsync(commit.Message + "\n", ct);
            foreach (var (path, text) in files)
            {
                await TextAsync($"M 100644 inline {path}\n", ct);
                await DataAsync(text, ct);
            }
        }

        return _mark;
    }

    private async Task DataAsync(string data, CancellationToken ct)
    {
        await TextAsync(string.Create(CultureInfo.InvariantCulture, $"data {Encoding.UTF8.GetByteCount(data)}\n"), ct);
        await TextAsync(data + "\n", ct);
    }

    private async Task TextAsync(string text, CancellationToken ct) => await output.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
}
