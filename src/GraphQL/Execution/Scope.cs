namespace EventCatalog.GraphQL.Execution;

/// <summary>What fields above have set for the fields below, newest first. Equal when it holds equal values in the same order.</summary>
internal sealed record Scope(object Value, Scope? Outer)
{
    public static bool TryFind<T>(Scope? scope, out T value)
    {
        for (; scope is not null; scope = scope.Outer)
        {
            if (scope.Value is T found)
            {
                value = found;
                return true;
            }
        }

        value = default!;
        return false;
    }
}
