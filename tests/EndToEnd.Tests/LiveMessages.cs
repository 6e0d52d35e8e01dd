using System.Net.ServerSentEvents;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>What <c>/api/live</c> tells an open page.</summary>
public sealed class LiveMessages : IAsyncDisposable
{
    private readonly Stream stream;
    private readonly IAsyncEnumerator<SseItem<string>> items;

    private LiveMessages(Stream stream)
    {
        this.stream = stream;
        items = SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    /// <summary>Listens; nothing that happens after this is missed.</summary>
    public static async Task<LiveMessages> ListenAsync(Portal portal)
    {
        var messages = new LiveMessages(await portal.Http.GetStreamAsync("/api/live", TestContext.Current.CancellationToken));
        (await messages.items.MoveNextAsync()).ShouldBeTrue();
        messages.items.Current.EventType.ShouldBe("hello");
        return messages;
    }

    /// <summary>The next change that fits; gives up after a minute.</summary>
    public async Task<JsonElement> NextAsync(Func<JsonElement, bool> fits)
    {
        while (await items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken))
        {
            if (items.Current.EventType is "changed" && JsonElement.Parse(items.Current.Data) is var change && fits(change))
                return change;
        }

        throw new InvalidOperationException("The portal closed the stream of live changes.");
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        await items.DisposeAsync();
    }
}
