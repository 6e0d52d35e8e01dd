using EventCatalog.Domain.Costs;
using static EventCatalog.Domain.Costs.CostEvent;

namespace EventCatalog.Domain.Tests.Costs;

public class CostDeciderTests
{
    private static readonly CostsImported First = new("AWS", "1234", new DateOnly(2026, 3, 1), "USD", 10.50m, 10, 3, "aa");
    private static readonly CostsImported Second = First with { Day = new DateOnly(2026, 3, 2), Billed = 7 };

    [Fact]
    public void The_same_export_again_adds_nothing() => CostDecider.Decide([First, Second], [First, Second]).ShouldBeEmpty();

    [Fact]
    public void A_day_that_was_corrected_is_recorded_again_alone()
    {
        var corrected = First with { Billed = 9.75m, Lines = "bb" };
        CostDecider.Decide([Second, corrected], [First, Second]).ShouldBe([corrected]);
        CostDecider.Decide([First], [First, Second, corrected]).ShouldBe([First]);
    }

    [Fact]
    public void Currencies_are_kept_apart()
    {
        var euros = First with { Currency = "EUR" };
        CostDecider.Decide([First, euros], [First]).ShouldBe([euros]);
        CostDecider.StreamOf(euros).ShouldBe("costs-AWS/1234/2026-03");
    }
}
