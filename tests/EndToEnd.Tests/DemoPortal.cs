namespace EventCatalog.EndToEnd.Tests;

/// <summary>One portal with the demo organisation, for tests that only read.</summary>
public sealed class DemoPortal : IAsyncLifetime
{
    private Portal? portal;

    public Portal Portal => portal!;

    public async ValueTask InitializeAsync()
    {
        portal = await Portal.StartAsync();
        await portal.DemoIsThereAsync();
    }

    public ValueTask DisposeAsync() => portal?.DisposeAsync() ?? ValueTask.CompletedTask;
}

[CollectionDefinition(nameof(DemoPortal))]
public sealed class DemoPortalCollection : ICollectionFixture<DemoPortal>;
