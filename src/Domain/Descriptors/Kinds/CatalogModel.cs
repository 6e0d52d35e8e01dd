using System.Globalization;
using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Kinds;

/// <summary>The kinds that are in force beside the built-in ones. A custom kind with a type may narrow a built-in one.</summary>
public sealed class CatalogModel
{
    public static readonly CatalogModel BuiltIn = new([]);

    private readonly IReadOnlyList<JsonElement> _declarations;
    private readonly IReadOnlyList<CustomKind> _kinds;

    private CatalogModel(IReadOnlyList<JsonElement> declarations)
    {
        _declarations = declarations;
        _kinds = [.. declarations.Select(CustomKind.In).OfType<CustomKind>().OrderBy(kind => kind.SpecType is null)];
        Fingerprint = string.Join('\n', declarations.Select(Canonical));
    }

    /// <summary>The same for the same kinds.</summary>
    public string Fingerprint { get; }

    /// <param name="declarations">Sound descriptors of kind <c>Kind</c>; of two that have the same name, the last holds.</param>
    public static CatalogModel Of(IEnumerable<JsonElement> declarations) => BuiltIn.With(declarations);

    /// <summary>These kinds and others, which stand before those of the same name.</summary>
    public CatalogModel With(IEnumerable<JsonElement> declarations)
    {
        var byName = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var declaration in _declarations.Concat(declarations).Where(declaration => CustomKind.In(declaration) is not null))
            byName[Descriptor.RefOf(declaration).ToString()] = declaration;
        return new CatalogModel([.. byName.Values]);
    }

    /// <summary>The custom kind of a document; null when it is of a built-in kind or of none.</summary>
    public CustomKind? KindOf(JsonElement document) => _kinds.FirstOrDefault(kind => kind.Claims(document));

    /// <summary>The same text for the same value, whatever the order of members: a database keeps them in its own.</summary>
    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{JsonSerializer.Serialize(member.Name)}:{Canonical(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Canonical))}]",
        JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
        JsonValueKind.String => JsonSerializer.Serialize(value.GetString()),
        _ => value.GetRawText(),
    };
}
