namespace EventCatalog.Domain.Delivery;

/// <summary>
/// All that is told of one subject is one stream. Nothing is decided on it: machines tell what happened in the order they please, and each message is known by its id.
/// </summary>
public static class DeliveryStream
{
    public static string Of(DeliverySubject subject) => $"delivery-{subject}";

    /// <summary>Host and path of a repository, however its address is written: with a scheme or as ssh writes it, with or without <c>.git</c>.</summary>
    /// <returns>Such as <c>github.com/acme/cart</c>; null where the text is no address of a repository.</returns>
    public static string? RepositoryOf(string address)
    {
        var text = address.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            var at = text.IndexOf('@', StringComparison.Ordinal) + 1;
            var colon = text.IndexOf(':', at);
            text = $"ssh://{(colon > 0 ? $"{text[at..colon]}/{text[(colon + 1)..]}" : text[at..])}";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return null;
        var path = uri.AbsolutePath.Trim('/');
        if (path.EndsWith(".git", StringComparison.OrdinalIgnoreCase))
            path = path[..^4];
        return path.Contains('/', StringComparison.Ordinal) ? $"{uri.Authority[(uri.Authority.IndexOf('@', StringComparison.Ordinal) + 1)..]}/{path}".ToLowerInvariant() : null;
    }
}
