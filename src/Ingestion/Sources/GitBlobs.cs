using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EventCatalog.Ingestion.Sources;

/// <summary>Contents of a repository's files, through one <c>git cat-file --batch</c> that lives as long as this.</summary>
internal sealed class GitBlobs(GitProgram git, CrawlOptions options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Process? _process;
    private Stream _answers = Stream.Null;
    private Task<string>? _errors;

    /// <summary>Brings those contents that the partial clone left out, all at once. A clone that has everything does nothing.</summary>
    public async Task BringAsync(string commit, IReadOnlyCollection<string> blobs, CancellationToken ct)
    {
        if (blobs.Count == 0)
            return;
        var listed = await git.AskAsync(["rev-list", "--objects", "--missing=print", "--no-object-names", "--max-count=1", commit], null, ct);
        var missing = listed.Split('\n').Where(line => line.StartsWith('?')).Select(line => line[1..]).ToHashSet(StringComparer.Ordinal);
        missing.IntersectWith(blobs);
        if (missing.Count > 0)
            await FetchAsync(missing, ct);
    }

    /// <summary>Brings contents whether they are here or not.</summary>
    public Task FetchAsync(IEnumerable<string> blobs, CancellationToken ct) => git.RunAsync(
        ["-c", "fetch.negotiationAlgorithm=noop", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--filter=blob:none", "--stdin", "--end-of-options", "origin"],
        string.Join('\n', blobs) + "\n", ct);

    /// <exception cref="UnreadableFileException">It is larger than the limit.</exception>
    /// <exception cref="GitFailedException">Git cannot give it.</exception>
    public async Task<byte[]> ReadAsync(string path, string blob, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(options.GitTimeout);
            return await ExchangeAsync(path, blob, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new GitFailedException($"reading \"{path}\" took longer than {options.GitTimeout.TotalSeconds:0} seconds");
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            GitProgram.Stop(_process);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _turn.Dispose();
    }

    private async Task<byte[]> ExchangeAsync(string path, string blob, CancellationToken ct)
    {
        if (_process is null)
        {
            _process = git.Start(["cat-file", "--batch"], withInput: true);
            _answers = new BufferedStream(_process.StandardOutput.BaseStream, 65536);
            _errors = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        }

        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(Encoding.ASCII.GetBytes(blob + "\n"), ct);
            await _process.StandardInput.BaseStream.FlushAsync(ct);
        }
        catch (IOException)
        {
            throw new GitFailedException(Redaction.Redact((await _errors!).Trim()));
        }

        var header = (await LineAsync(_answers, ct)).Split(' ');
        if (header is not [_, "blob", var text])
            throw new GitFailedException(header.Length < 2 ? Redaction.Redact((await _errors!).Trim()) : $"the contents of \"{path}\" are {header[1]}");
        var size = long.Parse(text, CultureInfo.InvariantCulture);
        if (size > options.MaxFileBytes)
        {
            await SkipAsync(_answers, size + 1, ct);
            throw FolderSnapshot.TooLarge(path, size, options.MaxFileBytes);
        }

        var content = new byte[size];
        await _answers.ReadExactlyAsync(content, ct);
        await SkipAsync(_answers, 1, ct);
        return content;
    }

    private static async Task<string> LineAsync(Stream stream, CancellationToken ct)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, ct) == 1 && one[0] != '\n')
            line.Append((char)one[0]);
        return line.ToString();
    }

    private static async Task SkipAsync(Stream stream, long count, CancellationToken ct)
    {
        var buffer = new byte[65536];
        while (count > 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), ct);
            if (read == 0)
                throw new GitFailedException("git ended in the middle of a file");
            count -= read;
        }
    }
}
