namespace EventCatalog.EndToEnd.Tests;

/// <summary>The portal in a browser, 390 pixels wide and touched.</summary>
public sealed class PhoneTests(DemoPortal demo) : IClassFixture<DemoPortal>
{
    private const string Phone = "--width=390";

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task A_newcomer_walks_from_home_through_list_filters_and_entity_to_a_team_and_meets_no_fault(string scheme) =>
        BrowserWalk.RunAsync(demo.Portal, "walk", Phone, $"--scheme={scheme}");

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task Every_example_of_the_page_for_asking_by_hand_answers(string scheme) =>
        BrowserWalk.RunAsync(demo.Portal, "graphiql", Phone, $"--scheme={scheme}");

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task Every_page_turns_to_an_instant_that_is_chosen_in_any_way_and_changes_nothing_there(string scheme) =>
        BrowserWalk.RunAsync(demo.Portal, "past", Phone, $"--scheme={scheme}");

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task Two_instants_are_compared_by_team_with_the_events_of_each_line(string scheme) =>
        BrowserWalk.RunAsync(demo.Portal, "difference", Phone, $"--scheme={scheme}");

    [Fact]
    public Task A_chosen_theme_stays_after_a_reload() => BrowserWalk.RunAsync(demo.Portal, "theme", Phone);

    [Fact]
    public Task An_address_of_nothing_says_so_and_shows_a_way_on() => BrowserWalk.RunAsync(demo.Portal, "missing", Phone, "--scheme=dark");
}
