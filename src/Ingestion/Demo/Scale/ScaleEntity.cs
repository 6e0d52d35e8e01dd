namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>A descriptor file.</summary>
/// <param name="Repository">Name of the repository.</param>
/// <param name="Path">Inside it.</param>
internal sealed record ScaleFile(string Repository, string Path);

/// <summary>
/// One entity at one moment, in so few words that a hundred thousand fit in memory; <see cref="ScaleDescriptor"/> writes it out. References
/// are written as people write them: short.
/// </summary>
internal sealed record ScaleEntity(string Kind, string Name, ScaleFile File)
{
    public string? Type { get; init; }
    public string? Title { get; init; }
    public string Description { get; init; } = "";
    public string? Owner { get; init; }
    public string? Lifecycle { get; init; }
    public string? System { get; init; }
    public string? Domain { get; init; }
    public string? Parent { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public IReadOnlyList<string> MemberOf { get; init; } = [];
    public IReadOnlyList<string> DependsOn { get; init; } = [];
    public IReadOnlyList<string> Provides { get; init; } = [];
    public IReadOnlyList<string> Consumes { get; init; } = [];
    public IReadOnlyList<string> Targets { get; init; } = [];
}

/// <summary>One commit to one repository.</summary>
/// <param name="Author">Name of the user.</param>
/// <param name="Edits">Entities by their number, and what becomes of them; the first commit of a repository leaves all as they are.</param>
internal sealed record ScaleCommit(
    DateTimeOffset At, string Repository, string Author, string Message, IReadOnlyList<(int Entity, Func<ScaleEntity, ScaleEntity> Edit)> Edits);
