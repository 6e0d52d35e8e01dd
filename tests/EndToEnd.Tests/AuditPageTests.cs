namespace EventCatalog.EndToEnd.Tests;

[Collection(nameof(DemoPortal))]
public sealed class AuditPageTests(DemoPortal demo)
{
    [Theory]
    [InlineData(1440, "light")]
    [InlineData(390, "dark")]
    public Task A_part_of_the_log_is_chosen_downloaded_and_checked_and_the_store_too(int width, string scheme) => BrowserWalk.RunAsync(
        demo.Portal, "audit", $"--width={width}", $"--scheme={scheme}", $"--program={Path.Combine(AppContext.BaseDirectory, "eventcatalog.dll")}");
}
