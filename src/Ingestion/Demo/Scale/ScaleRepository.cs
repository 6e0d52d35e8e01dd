namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>A repository of the organisation: its commits, each with the files it writes, and the files as they are in the end.</summary>
internal sealed record ScaleRepository(string Name, IReadOnlyList<(ScaleCommit Commit, IReadOnlyDictionary<string, string> Files)> History, IReadOnlyDictionary<string, string> Head)
{
    /// <summary>One after another, in the order in which they began; only the one at hand is in memory.</summary>
    public static IEnumerable<ScaleRepository> Of(ScaleOrganisation organisation)
    {
        var entities = organisation.Beginnings.ToArray();
        var files = Enumerable.Range(0, entities.Length).ToLookup(number => entities[number].File);
        foreach (var repository in organisation.Commits.GroupBy(commit => commit.Repository, StringComparer.Ordinal))
            yield return Play(repository.Key, [.. repository], entities, files);
    }

    private static ScaleRepository Play(string name, ScaleCommit[] commits, ScaleEntity[] entities, ILookup<ScaleFile, int> files)
    {
        var head = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var history = new List<(ScaleCommit, IReadOnlyDictionary<string, string>)>();
        foreach (var commit in commits)
        {
            foreach (var (number, edit) in commit.Edits)
                entities[number] = edit(entities[number]);
            var written = new SortedDictionary<string, string>(StringComparer.Ordinal);
            if (history.Count == 0)
                written["README.md"] = $"# {ScaleNames.Title(name)}\n\nPart of {ScaleOrganisation.Target}, an invented company. The descriptors say who owns what.\n";
            foreach (var file in commit.Edits.Select(edit => entities[edit.Entity].File).Distinct())
                written[file.Path] = ScaleYaml.Of(files[file].Select(number => ScaleDescriptor.Of(entities[number])));
            foreach (var (path, text) in written)
                head[path] = text;
            history.Add((commit, written));
        }

        return new ScaleRepository(name, history, head);
    }
}
