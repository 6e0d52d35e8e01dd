using EventCatalog.Domain.Sources;
using static EventCatalog.Domain.Sources.SourceEvent;

namespace EventCatalog.Domain.Tests.Sources;

public class DisappearanceDeciderTests
{
    private static readonly string Id = SourceDecider.IdOf("folder", "/shop");
    private static readonly EntityRef A = EntityRef.Parse("component:a");
    private static readonly EntityRef B = EntityRef.Parse("component:b");
    private static readonly SourceRegistered Registered = new(Id, "folder", "/shop", null, "configuration");

    private static Source After(params SourceEvent[] past) => past.Prepend(Registered).Aggregate(Source.None, SourceDecider.Evolve);

    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(1, 1, 0, true)]
    [InlineData(10, 40, 30, false)]
    [InlineData(11, 40, 29, true)]
    [InlineData(50, 1000, 950, false)]
    [InlineData(51, 1000, 949, true)]
    public void More_than_the_larger_of_ten_and_a_twentieth_or_all_is_a_mass(int gone, int of, int left, bool isMass) =>
        DisappearanceDecider.IsMass(gone, of, left).ShouldBe(isMass);

    [Fact]
    public void A_question_is_asked_once_and_anew_when_something_else_is_gone()
    {
        var asked = DisappearanceDecider.Decide(new ReportMissing([B, A], [], 2, "empty"), After()).ShouldHaveSingleItem().ShouldBeOfType<DisappearanceHeld>();
        asked.Entities.ShouldBe([A, B]);

        DisappearanceDecider.Decide(new ReportMissing([A, B], [], 2, "empty"), After(asked)).ShouldBeEmpty();
        DisappearanceDecider.Decide(new ReportMissing([A], [B], 2, "empty"), After(asked)).Select(happened => happened.GetType()).ShouldBe([typeof(DisappearanceEnded)]);
        DisappearanceDecider.Decide(new ReportMissing([A], [], 2, "empty"), After()).ShouldHaveSingleItem().ShouldBeOfType<DisappearanceHeld>();
    }

    [Fact]
    public void An_answer_is_about_what_is_held_and_is_given_once()
    {
        var held = new DisappearanceHeld(Id, [A, B], 2, "empty");
        var approved = DisappearanceDecider.Decide(new ApproveDisappearance(), After(held)).ShouldHaveSingleItem().ShouldBeOfType<DisappearanceApproved>();
        approved.Entities.ShouldBe([A, B]);
        After(held, approved).Missing.Values.ShouldAllBe(said => said == Missing.Approved);

        Should.Throw<RuleViolation>(() => DisappearanceDecider.Decide(new KeepMissing(), After(held, approved))).Message.ShouldContain(Id);
        Should.Throw<RuleViolation>(() => DisappearanceDecider.Decide(new KeepMissing(), Source.None));
    }

    [Fact]
    public void Who_takes_an_approval_back_keeps_them()
    {
        var kept = DisappearanceDecider.Decide(new UndoApproval([B, A]), After()).ShouldHaveSingleItem().ShouldBeOfType<DisappearanceKept>();
        kept.Entities.ShouldBe([A, B]);

        Should.Throw<RuleViolation>(() => DisappearanceDecider.Decide(new UndoApproval([A]), Source.None));
    }

    [Fact]
    public void What_is_over_is_forgotten() =>
        After(new DisappearanceHeld(Id, [A, B], 2, "empty"), new DisappearanceKept(Id, [A, B]), new DisappearanceEnded(Id, [A])).Missing.Keys.ShouldBe([B]);

    [Fact]
    public void A_source_that_is_withdrawn_waits_for_nothing() =>
        After(new DisappearanceHeld(Id, [A], 1, "empty"), new SourceWithdrawn(Id, "not needed")).Missing.ShouldBeEmpty();
}
