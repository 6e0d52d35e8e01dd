using EventCatalog.Domain.Delivery;

namespace EventCatalog.Domain.Tests.Delivery;

public class DeliveryTests
{
    [Theory]
    [InlineData("https://github.com/Acme/Cart", "github.com/acme/cart")]
    [InlineData("https://github.com/acme/cart.git", "github.com/acme/cart")]
    [InlineData("https://token@git.example.com:8443/a/b/c/", "git.example.com:8443/a/b/c")]
    [InlineData("git@github.com:acme/cart.git", "github.com/acme/cart")]
    [InlineData("ssh://git@github.com/acme/cart.git", "github.com/acme/cart")]
    [InlineData("github.com/acme/cart", "github.com/acme/cart")]
    [InlineData("https://github.com/", null)]
    [InlineData("cart", null)]
    [InlineData("", null)]
    public void A_repository_has_one_name_however_its_address_is_written(string address, string? name) =>
        DeliveryStream.RepositoryOf(address).ShouldBe(name);

    [Theory]
    [InlineData("id\0", "s", "The id holds the character U+0000")]
    [InlineData("1", "", null)]
    public void What_no_text_can_hold_is_refused(string id, string source, string? reason)
    {
        var told = new DeliveryEvent.BuildStarted(new DeliverySubject(Repository: "github.com/acme/cart"), new Run(id, source));
        if (reason is null)
            DeliveryStream.Check(told);
        else
            Should.Throw<RuleViolation>(() => DeliveryStream.Check(told)).Message.ShouldContain(reason);
    }

    [Fact]
    public void What_no_index_could_hold_is_refused() =>
        Should.Throw<RuleViolation>(() => DeliveryStream.Check(new DeliveryEvent.IncidentResolved(new DeliverySubject(EntityRef.Parse("component:cart")), new Incident(new string('x', 201), "s"))))
            .Message.ShouldContain("has 201 characters; 200 are kept");

    [Fact]
    public void A_flaky_test_counts_as_passed_and_a_run_that_tried_nothing_is_not_known_to_have_passed()
    {
        TestCase[] cases = [new("s", "a", TestOutcome.Passed), new("s", "b", TestOutcome.Flaky), new("s", "c", TestOutcome.Skipped)];

        TestCases.Count(cases).ShouldBe(new TestCounts(2, 0, 0, 1, 1));
        TestCases.OutcomeOf(TestCases.Count(cases)).ShouldBe(RunOutcome.Passed);
        TestCases.OutcomeOf(TestCases.Count([cases[2]])).ShouldBe(RunOutcome.Unknown);
        TestCases.Read(TestCases.Write(cases)).ShouldBe(cases);
    }
}
