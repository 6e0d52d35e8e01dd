using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.ReadModels.Entities;

namespace EventCatalog.Api.Backstage;

/// <summary>What the catalog would say of an entity or a place, with nothing recorded.</summary>
public sealed class Judgements(Crawler crawler)
{
    /// <summary>Why an entity would be refused, by name and message; null when it would not.</summary>
    public static (string Name, string Message)? Refusal(JsonElement body)
    {
        if (!body.TryGetProperty("entity", out var entity) || entity.ValueKind != JsonValueKind.Object)
            return ("InputError", "Malformed request: expected the member \"entity\" to be an object");
        if (!body.TryGetProperty("location", out var place) || place.ValueKind != JsonValueKind.String)
            return ("InputError", "Malformed request: expected the member \"location\" to be a text such as url:https://host/path");
        try
        {
            if (LocationRef.Parse(place.GetString()!).Type is not "url")
                return ("TypeError", $"Invalid location ref {place.GetString()}, only 'url:<target>' is supported, e.g. url:https://host/path");
        }
        catch (RuleViolation wrong)
        {
            return ("TypeError", wrong.Message);
        }

        return DescriptorRules.Judge(entity).Fault is { } fault ? ("InputError", fault.Message) : null;
    }

    /// <summary>The entities a place declares; where it declares none, one to begin with.</summary>
    public async Task<object> AnalyzeAsync(LocationInput location, string? filename, CancellationToken ct)
    {
        if (!Uri.TryCreate(location.Target, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw Fault.Input("The given location.target is not a URL");
        var preview = await crawler.PreviewAsync(null, location.Target, filename, ct);
        if (preview.Entities.Count == 0)
            return new { existingEntityFiles = Array.Empty<object>(), generateEntities = new[] { new { entity = Beginning(address), fields = Array.Empty<object>() } } };
        return new
        {
            existingEntityFiles = preview.Entities.Select(entity => new
            {
                location = new { type = TypeOf(entity.Location.Target), target = entity.Location.Target[(TypeOf(entity.Location.Target).Length + 1)..] },
                isRegistered = entity.Known,
                entity = FinalEntity.Of(entity.Descriptor, entity.Location, orphaned: false),
            }),
            generateEntities = Array.Empty<object>(),
        };
    }

    private static string TypeOf(string location) => location[..location.IndexOf(':', StringComparison.Ordinal)];

    private static object Beginning(Uri address)
    {
        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (owner, name) = (parts.ElementAtOrDefault(0), parts.ElementAtOrDefault(1) ?? parts.ElementAtOrDefault(0) ?? address.Host);
        if (name.EndsWith(".git", StringComparison.Ordinal))
            name = name[..^".git".Length];
        return new
        {
            apiVersion = "backstage.io/v1alpha1",
            kind = "Component",
            metadata = new
            {
                name,
                annotations = address.Host is "github.com" or "gitlab.com" or "bitbucket.org" && owner is not null
                    ? new Dictionary<string, string>(StringComparer.Ordinal) { [$"{address.Host}/project-slug"] = $"{owner}/{name}" }
                    : null,
            },
            spec = new { type = "other", lifecycle = "unknown" },
        };
    }
}
