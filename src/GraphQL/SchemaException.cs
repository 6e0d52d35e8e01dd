namespace EventCatalog.GraphQL;

/// <summary>The schema is not sound. Lists every fault found, each a sentence with its place where it has one.</summary>
public sealed class SchemaException(IReadOnlyList<string> faults)
    : Exception("The schema is not sound:" + string.Concat(faults.Select(fault => "\n- " + fault)))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
