using EventCatalog.Api.Audit;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels;

namespace EventCatalog.Api.GraphQL;

/// <summary>The schema the portal serves: what the read models answer, and what can be asked of the crawlers.</summary>
public static class CatalogSchema
{
    /// <param name="readOnly">Nothing can be asked of the crawlers; who tries is told where to.</param>
    /// <param name="kinds">Kinds that are data; each gets an object type, unless its name is that of another type.</param>
    public static Schema Build(bool readOnly = false, IReadOnlyList<string>? kinds = null)
    {
        if (kinds is not { Count: > 0 })
            return BuildWith(readOnly, []);
        var taken = BuildWith(readOnly, []).Types.Select(type => type.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return BuildWith(readOnly, [.. kinds.Where(kind => !taken.Contains(kind))]);
    }

    private static Schema BuildWith(bool readOnly, IReadOnlyList<string> kinds) => new SchemaBuilder()
        .AddReadModels(kinds)
        .AddSourceMutations(readOnly)
        .AddAuditMutations(readOnly)
        .Build();
}
