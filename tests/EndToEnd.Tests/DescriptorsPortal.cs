namespace EventCatalog.EndToEnd.Tests;

/// <summary>One portal that has read the corpus folder <c>descriptors</c>; null where the corpus is not there.</summary>
public sealed class DescriptorsPortal : IAsyncLifetime
{
    public Portal? Portal { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Checkout.Corpus is null) return;
        Portal = await Portal.StartAsync("--source", Path.Combine(Checkout.Corpus, "descriptors"), "--pattern", "*");
        await Portal.SettledAsync();
    }

    public ValueTask DisposeAsync() => Portal?.DisposeAsync() ?? ValueTask.CompletedTask;
}
