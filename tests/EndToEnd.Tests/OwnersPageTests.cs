namespace EventCatalog.EndToEnd.Tests;

/// <summary>Owners over time, why a value is what it is, and who owned it then, in a browser.</summary>
public sealed class OwnersPageTests(DemoPortal demo) : IClassFixture<DemoPortal>
{
    [Theory]
    [InlineData("light", "1440")]
    [InlineData("dark", "390")]
    public Task A_span_opens_its_cause_a_value_says_why_and_who_owned_it_then_can_be_asked(string scheme, string width) =>
        BrowserWalk.RunAsync(demo.Portal, "owners", $"--scheme={scheme}", $"--width={width}");
}
