using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventCatalog.EmbeddedPostgres;

namespace EventCatalog.Api.GraphQL;

/// <summary>
/// The documents of the portal's pages by the SHA-256 of their text, as its build wrote them. They are trusted: only who builds the
/// portal can add one. Source: https://github.com/graphql/graphql-over-http/blob/main/spec/Appendix%20A%20--%20Persisted%20Documents.md
/// </summary>
public sealed class PersistedDocuments
{
    private const string Prefix = "sha256:";
    private readonly FrozenDictionary<string, string> texts;

    private PersistedDocuments(FrozenDictionary<string, string> texts) => this.texts = texts;

    public static PersistedDocuments None { get; } = Of([]);

    public int Count => texts.Count;

    public static PersistedDocuments Of(params IEnumerable<string> documents) =>
        new(documents.ToFrozenDictionary(HashOf, StringComparer.Ordinal));

    /// <summary>Reads the manifest <c>persisted-documents.json</c>, an object of hash to text; without the file there are none.</summary>
    /// <exception cref="StartException">It is not such an object, or a text is not the one its hash stands for.</exception>
    public static PersistedDocuments Load(string path)
    {
        if (!File.Exists(path))
            return None;
        Dictionary<string, string> manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path)) ?? [];
        }
        catch (JsonException error)
        {
            throw new StartException($"{path} is not a manifest of documents: {error.Message}", error);
        }

        foreach (var (id, text) in manifest)
        {
            if (!string.Equals(id, HashOf(text), StringComparison.Ordinal))
                throw new StartException($"{path} is damaged: the text of {id} has the hash {HashOf(text)}. Build the portal again.");
        }

        return new PersistedDocuments(manifest.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The text an id stands for, with or without <c>sha256:</c> before it; null when it is not known.</summary>
    public string? Find(string id) => texts.GetValueOrDefault(id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : id);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
