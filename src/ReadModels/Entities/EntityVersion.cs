using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.EventStore;

namespace EventCatalog.ReadModels.Entities;

/// <summary>One version of one entity: what it was from one event until the next. The row of <c>entity_version</c>.</summary>
public sealed record EntityVersion
{
    public required string Ref { get; init; }
    public required long SeqFrom { get; init; }

    /// <summary>What stays the same when the name changes; null where that is <see cref="Ref"/>.</summary>
    public string? Identity { get; init; }

    /// <summary>The name the entity was registered under; where that name had been another's before, with the number of the registration.</summary>
    public string Id => Identity ?? Ref;
    public long SeqTo { get; init; } = long.MaxValue;
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>Null while it still holds.</summary>
    public DateTimeOffset? ValidTo { get; init; }

    /// <summary>The late event from which on it is known to have been otherwise; null for none.</summary>
    public long? KnownTo { get; init; }

    public required string Kind { get; init; }
    public required string Namespace { get; init; }
    public required string Name { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public string? Type { get; init; }
    public string? Lifecycle { get; init; }
    public string? Owner { get; init; }
    public required bool Orphaned { get; init; }
    public required int StreamVersion { get; init; }
    public required DateTimeOffset RegisteredAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required DescriptorLocation Location { get; init; }
    public required SourceOfVersion Source { get; init; }

    /// <summary>As the log holds it; long texts by hash.</summary>
    public required JsonElement Descriptor { get; init; }

    /// <summary>The first version a descriptor would make, before any event.</summary>
    public static EntityVersion Of(JsonElement descriptor, DescriptorLocation location, DateTimeOffset at)
    {
        var name = Domain.Descriptors.Descriptor.Text(descriptor, "metadata", "name")!;
        return new EntityVersion
        {
            Ref = Domain.Descriptors.Descriptor.RefOf(descriptor).ToString(),
            SeqFrom = 0,
            ValidFrom = at,
            Kind = Domain.Descriptors.Descriptor.Text(descriptor, "kind")!,
            Namespace = Domain.Descriptors.Descriptor.Text(descriptor, "metadata", "namespace") ?? Domain.EntityRef.DefaultNamespace,
            Name = name,
            Title = Domain.Descriptors.Descriptor.Text(descriptor, "metadata", "title") ?? name,
            Description = Domain.Descriptors.Descriptor.Text(descriptor, "metadata", "description"),
            Type = Domain.Descriptors.Descriptor.Text(descriptor, "spec", "type"),
            Lifecycle = Domain.Descriptors.Descriptor.LifecycleOf(descriptor),
            Owner = Domain.Descriptors.Descriptor.OwnerOf(descriptor)?.ToString(),
            Orphaned = false,
            StreamVersion = 0,
            RegisteredAt = at,
            ChangedAt = at,
            Location = location,
            Source = SourceOfVersion.Unknown,
            Descriptor = descriptor,
        };
    }

    internal const string OwnerPlace = "/spec/owner";

    // What the columns are made of.
    private static readonly string[] ColumnPlaces =
        ["/kind", "/metadata/namespace", "/metadata/name", "/metadata/title", "/metadata/description", "/spec/type", "/spec/lifecycle", OwnerPlace];

    /// <summary>The places of the descriptor that <see cref="SearchText"/> is made of.</summary>
    public static readonly IReadOnlyList<string> SearchedPlaces = ["/metadata/name", "/metadata/title", "/metadata/description", "/metadata/tags", "/spec/type"];

    /// <summary>This version with another descriptor, in which nothing but some places differs.</summary>
    /// <param name="places">As in <see cref="FieldChange.Path"/>.</param>
    internal EntityVersion Changed(JsonElement descriptor, IReadOnlyList<string> places) =>
        places is [OwnerPlace] ? this with { Descriptor = descriptor, Owner = Domain.Descriptors.Descriptor.OwnerOf(descriptor)?.ToString() }
        : Touch(places, ColumnPlaces) ? Of(descriptor, Location, ValidFrom)
        : this with { Descriptor = descriptor };

    /// <summary>Whether a change of these places may change <see cref="SearchText"/>.</summary>
    internal static bool IsSearched(IReadOnlyList<string> places) => Touch(places, SearchedPlaces);

    private static bool Touch(IReadOnlyList<string> places, IReadOnlyList<string> others)
    {
        foreach (var place in places)
        {
            foreach (var other in others)
            {
                if (other.StartsWith(place, StringComparison.Ordinal) || place.StartsWith(other, StringComparison.Ordinal))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Lower-case text that search looks at: name, title, description, tags, type.</summary>
    public string SearchText => string.Join(
        '\n',
        new[] { Name, Title, Description, Type, string.Join(' ', Tags) }.Where(text => !string.IsNullOrEmpty(text))).ToLowerInvariant();

    /// <summary>What one can filter and count it by, annotations of the catalog's own included; a row that several places give is there once for each.</summary>
    internal IEnumerable<FacetRow> Facets => FacetRow.Of(Descriptor, FinalEntity.AnnotationsOf(Descriptor, Location, Orphaned)).Where(IsFacet);

    internal static bool IsFacet(FacetRow row) => !row.Key.EndsWith("." + LargeBodies.Marker, StringComparison.Ordinal);

    public IEnumerable<string> Tags => Domain.Descriptors.Descriptor.At(Descriptor, "metadata", "tags") is { ValueKind: JsonValueKind.Array } tags
        ? tags.EnumerateArray().Where(tag => tag.ValueKind == JsonValueKind.String).Select(tag => tag.GetString()!)
        : [];
}

/// <summary>Where the version was read: what the event that made it says.</summary>
public sealed record SourceOfVersion(string? Repository, string? Commit, string? Path, int? Line, string? Url)
{
    public static readonly SourceOfVersion Unknown = new(null, null, null, null, null);

    public static SourceOfVersion Of(EventSource? read) => read is null ? Unknown : new(read.Repository, read.Commit, read.Path, read.Line, read.Url);
}
