namespace EventCatalog.ReadModels.Tests.RandomHistory;

/// <summary>The catalog of one instant.</summary>
/// <param name="entities">Fields by number.</param>
/// <param name="meanings">The name of today for each name that was given up.</param>
internal sealed class Copy(IReadOnlyDictionary<int, Dictionary<string, string?>> entities, IReadOnlyDictionary<string, string> meanings)
{
    public IEnumerable<string> Entities => entities.Values.Select(Line);

    public IEnumerable<string> Relations => entities.Values.SelectMany(Edges).Distinct(StringComparer.Ordinal);

    public IEnumerable<string> OwnedBy(string group) =>
        entities.Values.Where(fields => string.Equals(OwnerOf(fields), group, StringComparison.Ordinal)).Select(fields => fields[Field.Name]!);

    /// <summary>Value and count, for a field of the descriptor or for who owns.</summary>
    public IEnumerable<string> Counts(string field) => entities.Values
        .Select(fields => field is Field.Owner ? OwnerOf(fields) : fields.GetValueOrDefault(field)).OfType<string>()
        .GroupBy(value => value, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}");

    public IEnumerable<string> Titled(string word) =>
        entities.Values.Where(fields => string.Equals(fields.GetValueOrDefault(Field.Title), word, StringComparison.Ordinal)).Select(fields => fields[Field.Name]!);

    public static string Line(IReadOnlyDictionary<string, string?> fields) => string.Join('|', fields[Field.Name], fields.GetValueOrDefault(Field.Owner), fields.GetValueOrDefault(Field.Lifecycle),
        fields.GetValueOrDefault(Field.Title), fields.GetValueOrDefault(Field.DependsOn), fields.GetValueOrDefault(Field.Place), fields.GetValueOrDefault(Field.Orphaned));

    private IEnumerable<string> Edges(Dictionary<string, string?> fields)
    {
        var name = fields[Field.Name]!;
        if (OwnerOf(fields) is { } owner)
        {
            yield return $"{name} ownedBy {owner}";
            yield return $"{owner} ownerOf {name}";
        }

        foreach (var target in (fields.GetValueOrDefault(Field.DependsOn) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Meant))
        {
            yield return $"{name} dependsOn {target}";
            yield return $"{target} dependencyOf {name}";
        }
    }

    private string? OwnerOf(Dictionary<string, string?> fields) => fields.GetValueOrDefault(Field.Owner) is { } owner ? Meant($"group:default/{owner}") : null;

    private string Meant(string name) => meanings.GetValueOrDefault(name, name);
}
