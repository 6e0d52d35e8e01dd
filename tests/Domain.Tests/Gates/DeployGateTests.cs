using EventCatalog.Domain.Gates;
using EventCatalog.Domain.Ownership;

namespace EventCatalog.Domain.Tests.Gates;

public class DeployGateTests
{
    private static readonly EntityRef Cart = EntityRef.Parse("component:cart");
    private static readonly EntityRef Shop = EntityRef.Parse("group:shop");
    private static readonly EntityRef Ada = EntityRef.Parse("user:ada");

    [Fact]
    public void An_existing_group_may_deploy() =>
        DeployGate.Decide(new AskToDeploy(Cart, true, Shop, null, 12)).ShouldSatisfyAllConditions(
            said => (said.Verdict, said.Owner, said.KnownAt, said.Gate).ShouldBe((GateVerdict.Allowed, Shop, 12, "deploy")),
            said => said.Reasons.ShouldBe(["group:default/shop answers for it"]));

    [Fact]
    public void Without_an_owner_nobody_may() =>
        DeployGate.Decide(new AskToDeploy(Cart, true, null, OwnerFault.Unowned, 12)).Verdict.ShouldBe(GateVerdict.Refused);

    [Fact]
    public void A_person_is_no_owner() => DeployGate.Decide(new AskToDeploy(Cart, true, Ada, OwnerFault.OwnerNotAGroup, 12)).ShouldSatisfyAllConditions(
        said => (said.Verdict, said.Owner).ShouldBe((GateVerdict.Refused, null)),
        said => said.Reasons.ShouldBe(["The owner user:default/ada is not a Group; name the team that answers for component:default/cart"]));

    [Fact]
    public void A_template_without_an_owner_is_refused_although_it_needs_none() =>
        DeployGate.Decide(new AskToDeploy(EntityRef.Parse("template:x"), true, null, null, 12)).Verdict.ShouldBe(GateVerdict.Refused);

    [Fact]
    public void What_is_not_in_the_catalog_cannot_be_known() =>
        DeployGate.Decide(new AskToDeploy(Cart, false, null, null, 12)).Verdict.ShouldBe(GateVerdict.Unknown);

    [Theory]
    [InlineData("Component", null, false, OwnerFault.Unowned)]
    [InlineData("Template", null, false, null)]
    [InlineData("Component", "group:shop", true, null)]
    [InlineData("Component", "group:shop", false, OwnerFault.OwnerUnknown)]
    [InlineData("API", "user:ada", true, OwnerFault.OwnerNotAGroup)]
    public void The_owner_must_be_an_existing_group(string kind, string? owner, bool exists, OwnerFault? fault) =>
        OwnerRule.Judge(kind, owner is null ? null : EntityRef.Parse(owner), exists).ShouldBe(fault);
}
