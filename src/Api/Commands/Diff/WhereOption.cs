namespace EventCatalog.Api.Commands.Diff;

/// <summary>The option <c>--where key=value[,value]</c> as the filter of the GraphQL schema.</summary>
internal static class WhereOption
{
    private static readonly string[] Fields = ["kind", "namespace", "type", "lifecycle", "owner", "system", "tags", "refs"];

    public static string Keys => string.Join(", ", Fields);

    /// <summary>An <c>EntityFilter</c>; null when nothing is asked for.</summary>
    /// <exception cref="UsageException">A condition has no key or no value.</exception>
    public static object? Read(string[] conditions)
    {
        var filter = new Dictionary<string, object>(StringComparer.Ordinal);
        var paths = new List<object>();
        foreach (var condition in conditions)
        {
            if (condition.Split('=', 2) is not [{ Length: > 0 } key, { Length: > 0 } text])
                throw new UsageException($"--where {condition} is no condition: write a key and its values, such as kind=component or owner=group:default/shop.");
            var values = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (!Fields.Contains(key, StringComparer.Ordinal))
                paths.Add(new { path = key, values });
            else if (!filter.TryAdd(key, values))
                throw new UsageException($"--where {key} is given twice: write its values together, such as {key}=a,b.");
        }

        if (paths.Count > 0)
            filter["paths"] = paths;
        return filter.Count == 0 ? null : filter;
    }
}
