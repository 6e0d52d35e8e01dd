namespace EventCatalog.EventStore.Tests.Mutations;

/// <summary>A mistake somebody could make in the store, and the test that must notice.</summary>
/// <param name="Name">What the mistake is.</param>
/// <param name="Test">Name of the test method.</param>
/// <param name="Edits">Each stands in its file exactly once.</param>
public sealed record Mutation(string Name, string Test, params Edit[] Edits)
{
    public override string ToString() => Name;
}

/// <param name="File">From the root of the repository.</param>
public sealed record Edit(string File, string Find, string Replace);
