using System.Runtime.CompilerServices;

namespace EventCatalog.GraphQL.Execution;

internal static class EventStreams
{
    public static async IAsyncEnumerable<object?> Untyped<T>(IAsyncEnumerable<T> source, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (var item in source.WithCancellation(ct))
            yield return item;
    }
}
