using System.Text.Json;
using EventCatalog.Domain.Ownership;

namespace EventCatalog.Domain.Tests.Ownership;

public class ContactsTests
{
    [Fact]
    public void Who_is_on_call_comes_first_and_each_address_once() =>
        Of("""
            {"metadata":{"annotations":{"acme.com/slack-channel":"#shop","acme.com/email":"shop@acme.com","pagerduty.com/service-id":"P1","opsgenie.com/team":"shop"},
             "links":[{"url":"https://acme.slack.com/shop","title":"Chat"},{"url":"https://wiki/rota","title":"On-call rota"},{"url":"mailto:shop@acme.com"},{"url":"https://wiki/shop"}]},
             "spec":{"profile":{"email":"shop@acme.com"}}}
            """).ShouldBe(
        [
            new(ContactKind.OnCall, "PagerDuty P1", "https://app.pagerduty.com/service-directory/P1"),
            new(ContactKind.OnCall, "Opsgenie shop", null),
            new(ContactKind.OnCall, "On-call rota", "https://wiki/rota"),
            new(ContactKind.Chat, "#shop", "https://slack.com/app_redirect?channel=shop"),
            new(ContactKind.Mail, "shop@acme.com", "mailto:shop@acme.com"),
            new(ContactKind.Chat, "Chat", "https://acme.slack.com/shop"),
            new(ContactKind.Link, "https://wiki/shop", "https://wiki/shop"),
        ]);

    [Fact]
    public void What_would_run_as_script_and_what_is_no_text_is_no_contact() =>
        Of("""{"metadata":{"annotations":{"acme.com/slack":7},"links":[{"url":"javascript:alert(1)"},{"title":"nowhere"},"text"]}}""").ShouldBeEmpty();

    private static IReadOnlyList<Contact> Of(string descriptor) => Contacts.Of(JsonElement.Parse(descriptor));
}
