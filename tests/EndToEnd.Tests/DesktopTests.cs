namespace EventCatalog.EndToEnd.Tests;

/// <summary>The portal in a browser, 1440 pixels wide.</summary>
public sealed class DesktopTests(DemoPortal demo) : IClassFixture<DemoPortal>
{
    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task A_newcomer_walks_from_home_through_list_filters_and_entity_to_a_team_and_meets_no_fault(string scheme) =>
        BrowserWalk.RunAsync(demo.Portal, "walk", $"--scheme={scheme}");

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task Every_page_turns_to_an_instant_that_is_chosen_in_any_way_and_changes_nothing_there(string scheme) =>
        BrowserWalk.RunAsync(demo.Portal, "past", $"--scheme={scheme}");

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task Two_instants_are_compared_by_team_with_the_events_of_each_line(string scheme) =>
        BrowserWalk.RunAsync(demo.Portal, "difference", $"--scheme={scheme}");

    [Fact]
    public Task A_chosen_theme_stays_after_a_reload() => BrowserWalk.RunAsync(demo.Portal, "theme");

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task Everything_can_be_reached_with_the_keyboard_alone(string scheme) => BrowserWalk.RunAsync(demo.Portal, "keyboard", $"--scheme={scheme}");

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task Every_example_of_the_page_for_asking_by_hand_answers_and_a_field_is_completed_by_keyboard(string scheme) =>
        BrowserWalk.RunAsync(demo.Portal, "graphiql", $"--scheme={scheme}");

    [Fact]
    public async Task Where_only_the_pages_own_documents_are_answered_the_page_for_asking_by_hand_says_so()
    {
        await using var portal = await Portal.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Catalog__GraphQL__FreeDocuments"] = "false" });
        await BrowserWalk.RunAsync(portal, "graphiqlClosed");
    }

    [Fact]
    public Task An_address_of_nothing_says_so_and_shows_a_way_on() => BrowserWalk.RunAsync(demo.Portal, "missing");
}
