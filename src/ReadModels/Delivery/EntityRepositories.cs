using EventCatalog.Domain.Delivery;
using EventCatalog.Domain.Descriptors;
using EventCatalog.ReadModels.Entities;

namespace EventCatalog.ReadModels.Delivery;

/// <summary>The repositories an entity is built from, as its descriptor says it: what is told of one of them is told of the entity.</summary>
internal static class EntityRepositories
{
    private static readonly (string Annotation, string Host)[] Slugs = [("github.com/project-slug", "github.com"), ("gitlab.com/project-slug", "gitlab.com")];

    public static string[] Of(EntityVersion entity)
    {
        var annotations = Descriptor.At(entity.Descriptor, "metadata", "annotations");
        string? Annotation(string name) => annotations is { ValueKind: System.Text.Json.JsonValueKind.Object } all && all.TryGetProperty(name, out var value)
            && value.ValueKind is System.Text.Json.JsonValueKind.String ? value.GetString() : null;
        var named = Slugs.Select(slug => Annotation(slug.Annotation) is { Length: > 0 } path ? $"https://{slug.Host}/{path}" : null).OfType<string>().ToArray();
        // The repository the descriptor stands in is the second choice: descriptors may stand together, far from the code.
        var addresses = named.Length > 0 ? named : Annotation("backstage.io/source-location") is { } location ? [Folder(location)] : entity.Source.Repository is { } own ? [own] : [];
        return [.. addresses.Select(DeliveryStream.RepositoryOf).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Of <c>url:https://github.com/acme/cart/tree/main/</c>, the repository.</summary>
    private static string Folder(string location)
    {
        var address = location.StartsWith("url:", StringComparison.Ordinal) ? location[4..] : location;
        foreach (var end in (ReadOnlySpan<string>)["/-/", "/tree/", "/blob/", "/src/"])
        {
            if (address.IndexOf(end, StringComparison.Ordinal) is var at and > 0)
                return address[..at];
        }

        return address;
    }
}
