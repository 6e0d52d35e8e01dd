using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Descriptors.Kinds;
using EventCatalog.Ingestion.Descriptors;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>
/// Files of one source turned into judged documents. A file whose bytes, and whose placeholders' bytes, are as in the crawl before
/// is not parsed again.
/// </summary>
internal sealed class DescriptorFiles
{
    private ConcurrentDictionary<string, Judged> _before = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, Judged> _now = new(StringComparer.Ordinal);

    /// <summary>The kinds that documents are judged by.</summary>
    public CatalogModel Model { get; private set; } = CatalogModel.BuiltIn;

    /// <summary>Begins a crawl; what the one before it did not look at is forgotten, and everything when the kinds are others now.</summary>
    public void Begin(CatalogModel model)
    {
        if (!string.Equals(model.Fingerprint, Model.Fingerprint, StringComparison.Ordinal))
            (_before, _now, Model) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal), model);
        if (!_now.IsEmpty)
            _before = _now;
        _now = new ConcurrentDictionary<string, Judged>(StringComparer.Ordinal);
    }

    /// <summary>Whether a file was read when it had this stamp.</summary>
    public bool IsKnown(string path, string? stamp) =>
        stamp is not null && _before.TryGetValue(path, out var judged) && string.Equals(judged.Stamp, stamp, StringComparison.Ordinal);

    /// <summary>The documents of a file that <see cref="IsKnown"/>, without reading it; null when what its placeholders name has changed.</summary>
    public async Task<IReadOnlyList<JudgedDocument>?> KnownAsync(string path, Func<string, CancellationToken, ValueTask<PlaceholderFile>> read, CancellationToken ct) =>
        await IsCurrentAsync(_before[path], read, ct) ? (_now[path] = _before[path]).Documents : null;

    /// <summary>The documents of a file as last read; null when the last crawl did not look at it.</summary>
    public IReadOnlyList<JudgedDocument>? Last(string path) => _now.GetValueOrDefault(path)?.Documents;

    /// <summary>Whether the last crawl read a file below this folder.</summary>
    public bool HoldsBelow(string folder) => _now.Keys.Any(path => path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>Files may be judged by several threads at once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="stamp">What the source said of it before it was read.</param>
    /// <param name="read">Reads what a placeholder of this file names: its path and its bytes, or why not.</param>
    public async Task<IReadOnlyList<JudgedDocument>> JudgeAsync(
        string path, byte[] content, string? stamp, Func<string, CancellationToken, ValueTask<PlaceholderFile>> read, CancellationToken ct)
    {
        var hash = Hash(content);
        if (_before.TryGetValue(path, out var judged) && string.Equals(judged.Hash, hash, StringComparison.Ordinal) && await IsCurrentAsync(judged, read, ct))
            return (_now[path] = judged with { Stamp = stamp }).Documents;

        var brought = new Dictionary<string, PlaceholderFile>(StringComparer.Ordinal);
        var documents = new List<JudgedDocument>();
        foreach (var document in DescriptorReader.Read(content))
            documents.Add(await JudgeAsync(path, document, brought, read, ct));
        _now[path] = new Judged(hash, stamp, brought.ToDictionary(file => file.Key, file => file.Value.Fingerprint, StringComparer.Ordinal), documents);
        return documents;
    }

    private async Task<JudgedDocument> JudgeAsync(
        string path, ReadDocument document, Dictionary<string, PlaceholderFile> brought, Func<string, CancellationToken, ValueTask<PlaceholderFile>> read, CancellationToken ct)
    {
        var files = new List<string> { path };
        if (document.Root is not { } root)
            return Refused(document.Fault!, document.Map, null);

        var judged = await Judging.JudgeAsync(root, document.Map, BringAsync, ct, Model);
        if (judged.Descriptor is not { } descriptor)
            return Refused(judged.Fault!, judged.Map, RefOrNull(root));
        var (stored, bodies) = LargeBodies.Detach(descriptor);
        return new JudgedDocument(document.Number, document.Line, judged.Map, Descriptor.RefOf(descriptor), descriptor, stored, bodies, null, files);

        JudgedDocument Refused(Fault fault, SourceMap map, EntityRef? entity) =>
            new(document.Number, document.Line, map, entity, null, null, new Dictionary<string, string>(StringComparer.Ordinal), fault, files);

        async ValueTask<PlaceholderText> BringAsync(string target, CancellationToken stop)
        {
            if (!brought.TryGetValue(target, out var file))
                brought[target] = file = await read(target, stop);
            if (file.Path is not null)
                files.Add(file.Path);
            return file.Content is { } bytes ? PlaceholderText.Of(Encoding.UTF8.GetString(bytes)) : PlaceholderText.Refused(file.Refusal!);
        }
    }

    private static async Task<bool> IsCurrentAsync(Judged judged, Func<string, CancellationToken, ValueTask<PlaceholderFile>> read, CancellationToken ct)
    {
        foreach (var (target, fingerprint) in judged.Brought)
        {
            if (!string.Equals((await read(target, ct)).Fingerprint, fingerprint, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static EntityRef? RefOrNull(JsonElement root)
    {
        if (Descriptor.Text(root, "kind") is not { Length: > 0 } kind || Descriptor.Text(root, "metadata", "name") is not { Length: > 0 } name)
            return null;
        var entity = new EntityRef(kind, Descriptor.Text(root, "metadata", "namespace") is { Length: > 0 } space ? space : EntityRef.DefaultNamespace, name);
        // What is refused may be anything: a kind with a slash in it gives no reference that could be read back.
        return EntityRef.TryParse(entity.ToString(), out var back) && back == entity && !entity.ToString().Contains('\0', StringComparison.Ordinal) ? entity : null;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private sealed record Judged(string Hash, string? Stamp, IReadOnlyDictionary<string, string> Brought, IReadOnlyList<JudgedDocument> Documents);

    /// <summary>What a placeholder names: content, or the reason why there is none.</summary>
    internal sealed record PlaceholderFile(string? Path, byte[]? Content, string? Refusal)
    {
        public string Fingerprint { get; } = Content is null ? $"refused: {Refusal}" : Hash(Content);
    }
}
