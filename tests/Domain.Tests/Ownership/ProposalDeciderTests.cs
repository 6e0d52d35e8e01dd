using EventCatalog.Domain.Ownership;
using static EventCatalog.Domain.Ownership.OwnershipEvent;

namespace EventCatalog.Domain.Tests.Ownership;

public class ProposalDeciderTests
{
    private static readonly EntityRef Cart = EntityRef.Parse("component:cart");
    private static readonly EntityRef Shop = EntityRef.Parse("group:shop");
    private static readonly EntityRef Pay = EntityRef.Parse("group:pay");

    [Fact]
    public void What_speaks_for_one_group_adds_up_and_the_likeliest_comes_first()
    {
        var weighed = ProposalDecider.Weigh([new(Pay, 0.6, "commits"), new(Shop, 0.5, "half"), new(Shop, 0.5, "other half")]);

        weighed.Select(proposal => (proposal.Owner, proposal.Confidence)).ShouldBe([(Shop, 0.75), (Pay, 0.6)]);
        weighed[0].Reasons.ShouldBe(["half", "other half"]);
    }

    [Fact]
    public void The_same_is_proposed_once_and_nothing_is_proposed_only_after_something()
    {
        OwnerEvidence[] evidence = [new(Shop, 0.9, "CODEOWNERS")];
        var first = ProposalDecider.Decide(new ProposeOwners(Cart, evidence), null).ShouldHaveSingleItem().ShouldBeOfType<OwnerProposed>();

        ProposalDecider.Decide(new ProposeOwners(Cart, evidence), first).ShouldBeEmpty();
        ProposalDecider.Decide(new ProposeOwners(Cart, []), null).ShouldBeEmpty();
        ProposalDecider.Decide(new ProposeOwners(Cart, []), first).ShouldHaveSingleItem().ShouldBeOfType<OwnerProposed>().Proposals.ShouldBeEmpty();
    }
}
