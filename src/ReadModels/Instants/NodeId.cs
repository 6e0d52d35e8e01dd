using System.Buffers.Text;
using System.Text;

namespace EventCatalog.ReadModels.Instants;

/// <summary>Opaque global ids: base64url of <c>Type:key</c>.</summary>
public static class NodeId
{
    public static string Of(string type, string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{type}:{key}"));

    /// <summary>The id of a source as the log knows it, from its global id or written directly.</summary>
    public static string SourceOf(string id) => Read(id) is ("Source", var source) ? source : id;

    /// <summary>The type and key an id was made of; null when it was not made here.</summary>
    public static (string Type, string Key)? Read(string id)
    {
        if (!Base64Url.IsValid(id))
            return null;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(id));
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 ? null : (text[..colon], text[(colon + 1)..]);
    }
}
