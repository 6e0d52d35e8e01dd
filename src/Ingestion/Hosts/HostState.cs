using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>What is known of one code host source between crawls.</summary>
internal sealed class HostState
{
    /// <summary>When all repositories were last listed; never, for a source that was not read yet.</summary>
    public DateTimeOffset ListedAt { get; set; }

    /// <summary>How many repositories the host said there are.</summary>
    public int? Total { get; set; }

    /// <summary>All repositories of the owner by their id, those that are not read included.</summary>
    public ConcurrentDictionary<string, HostRepository> Repositories { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Of repositories that were looked into, by their id.</summary>
    public ConcurrentDictionary<string, KnownFiles> Files { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Names the content that declares the people; null when there are none.</summary>
    public string? People { get; set; }

    /// <summary>Why the people could not be read the last time.</summary>
    public string? PeopleRefused { get; set; }
}

/// <summary>The files of one repository that matter, at one revision.</summary>
/// <param name="Pattern">What was looked for.</param>
/// <param name="Descriptors">The paths that were found.</param>
internal sealed record KnownFiles(string Revision, string? Pattern, IReadOnlyList<string> Descriptors)
{
    public bool IsOf(HostRepository repository) => string.Equals(Revision, repository.Revision, StringComparison.Ordinal);

    /// <summary>The content of each path that was asked for; null where there is no such file.</summary>
    public ConcurrentDictionary<string, string?> Contents { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>Keeps a source's state and the files it read. Can be deleted at any time and costs one longer crawl.</summary>
internal sealed class HostFolder(string folder)
{
    private readonly string _state = Path.Combine(folder, "state.json");

    public HostState Load()
    {
        try
        {
            return File.Exists(_state) ? JsonSerializer.Deserialize<HostState>(File.ReadAllBytes(_state)) ?? new HostState() : new HostState();
        }
        catch (JsonException)
        {
            // Written by another version, or cut off: it is only a memory of what the host says.
            return new HostState();
        }
    }

    public void Save(HostState state) => Write(_state, JsonSerializer.SerializeToUtf8Bytes(state));

    public bool Has(string content) => File.Exists(PathOf(content));

    public byte[]? Read(string content) => Has(content) ? File.ReadAllBytes(PathOf(content)) : null;

    public void Keep(string content, byte[] bytes) => Write(PathOf(content), bytes);

    /// <summary>Forgets every content but these.</summary>
    public void Prune(IEnumerable<string> contents)
    {
        var needed = contents.Select(PathOf).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.content") : [])
        {
            if (!needed.Contains(file))
                File.Delete(file);
        }
    }

    private string PathOf(string content) => Path.Combine(folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}.content");

    // Moved into place, so that a crawl killed meanwhile leaves no half file.
    private void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(folder);
        var half = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}";
        File.WriteAllBytes(half, bytes);
        File.Move(half, path, overwrite: true);
    }
}
