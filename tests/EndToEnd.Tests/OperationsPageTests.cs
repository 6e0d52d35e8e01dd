namespace EventCatalog.EndToEnd.Tests;

public sealed class OperationsPageTests(DemoPortal demo) : IClassFixture<DemoPortal>
{
    [Theory]
    [InlineData(1440, "light")]
    [InlineData(1440, "dark")]
    [InlineData(390, "light")]
    [InlineData(390, "dark")]
    public Task A_read_model_that_stands_still_is_seen_on_the_open_page_on_every_other_and_in_health_until_it_goes_on(int width, string scheme) => BrowserWalk.RunAsync(
        demo.Portal, "standstill", $"--width={width}", $"--scheme={scheme}", $"--program={Path.Combine(AppContext.BaseDirectory, "eventcatalog.dll")}", $"--data={demo.Portal.Data}");
}
