namespace EventCatalog.Faults.Tests;

/// <summary>Names what goes on at a moment, the gravest first.</summary>
public sealed class Phases(Database database, IReadOnlyList<Node> nodes, Diary diary)
{
    public const string Killed = "one killed";
    private const string Database = "database";
    private const string Frozen = "one frozen";
    private const string Restarted = "one restarted";
    private const string Calm = "all up";
    private static readonly TimeSpan After = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<string> All { get; } = [Calm, Killed, Frozen, Restarted, Database];

    public string Now
    {
        get
        {
            if (database.Last is { } outage && (outage.To is not { } to || diary.Now - to < After)) return Database;
            var away = nodes.Select(node => node.Condition).Where(condition => condition.State is not NodeState.Up).Select(condition => condition.Since).ToList();
            return away.Contains("kill", StringComparer.Ordinal) ? Killed
                : away.Contains("freeze", StringComparer.Ordinal) ? Frozen
                : away.Count > 0 ? Restarted : Calm;
        }
    }
}
