using System.Security.Cryptography;

namespace EventCatalog.Domain.Plugins;

/// <summary>What a plugin may bring, and how its bytes are named.</summary>
public static class PluginFiles
{
    public const string Manifest = "plugin.json";
    public const int MostFiles = 500;

    /// <summary>Of all files together, unpacked.</summary>
    public const int MostBytes = 10 * 1024 * 1024;

    private const string Algorithm = "sha256-";

    /// <summary>The endings of files that are packed and served; no HTML, which would be a page of its own beside the portal.</summary>
    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["js"] = "text/javascript",
        ["mjs"] = "text/javascript",
        ["css"] = "text/css",
        ["svg"] = "image/svg+xml",
        ["png"] = "image/png",
        ["jpg"] = "image/jpeg",
        ["webp"] = "image/webp",
        ["woff2"] = "font/woff2",
        ["wasm"] = "application/wasm",
    };

    /// <summary>Null for a file that no plugin may bring.</summary>
    public static string? MediaTypeOf(string path) => MediaTypes.GetValueOrDefault(path[(path.LastIndexOf('.') + 1)..]);

    public static string Endings { get; } = string.Join(", ", MediaTypes.Keys);

    /// <summary>The integrity of a file's bytes.</summary>
    public static string IntegrityOf(ReadOnlySpan<byte> bytes) => Algorithm + Convert.ToBase64String(SHA256.HashData(bytes));

    /// <summary>The name under which bytes of this integrity are stored beside the log: the same hash in lower-case hex.</summary>
    public static string BodyOf(string integrity) => Convert.ToHexStringLower(Convert.FromBase64String(integrity[Algorithm.Length..]));
}
