namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>
/// Larkwave, an invented company of audio streaming, as large as wanted: who is in it, what it runs, in which repository each descriptor stands, and
/// the commits of the year from 3 November 2025 to 13 November 2026. The same size and seed give the same bytes on every machine.
/// </summary>
public sealed class ScaleOrganisation
{
    /// <summary>The company's name. Nobody of that name is meant.</summary>
    public const string Target = "Larkwave";

    private ScaleOrganisation(ScaleSize size, ulong seed, bool history, IReadOnlyList<ScaleEntity> beginnings)
    {
        (Size, Seed, Beginnings) = (size, seed, beginnings);
        var year = ScaleYear.Of(beginnings, seed);
        Commits = history ? ScaleHistory.On(year, beginnings, seed) : year;
        Name = FormattableString.Invariant($"{Target}, {size.Entities} entities, seed {seed}{(history ? ", with history" : "")}");
    }

    /// <summary>What tells it from others of its kind.</summary>
    public string Name { get; }

    public ScaleSize Size { get; }

    public ulong Seed { get; }

    /// <summary>Every entity as its first commit has it; what shares a file stands there in this order.</summary>
    internal IReadOnlyList<ScaleEntity> Beginnings { get; }

    /// <summary>In time order. The first of a repository brings all its entities.</summary>
    internal IReadOnlyList<ScaleCommit> Commits { get; }

    /// <param name="size">How large.</param>
    /// <param name="seed">Decides names, who has what, and what happens when.</param>
    /// <param name="history">Whether much happens in the year: about four changes to every entity.</param>
    public static ScaleOrganisation Generate(ScaleSize size, ulong seed = 1, bool history = false)
    {
        var people = new ScalePeople(size, seed);
        return new ScaleOrganisation(size, seed, history, [.. people.Entities, .. new ScaleLandscape(size, seed, people).Entities]);
    }
}
