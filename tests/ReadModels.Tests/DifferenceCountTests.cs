using System.Text.Json;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

public sealed class DifferenceCountTests : IAsyncLifetime
{
    private Catalog catalog = null!;

    public async ValueTask InitializeAsync() => catalog = await Catalog.CreateAsync();

    public ValueTask DisposeAsync() => catalog.DisposeAsync();

    [Fact]
    public async Task A_difference_is_counted_and_told_by_who_owns_it_afterwards_or_owned_it_before_it_went()
    {
        await catalog.SeeAsync(Component("cart"));
        await catalog.SeeAsync(Component("gone", owner: "old"));
        var from = await catalog.SeeAsync(SystemOf("store"));
        await catalog.SeeAsync(Component("cart", owner: "pay"));
        await catalog.SeeAsync(Component("wallet", owner: "pay"));
        await catalog.SeeAsync(Component("purse", owner: "pay"));
        await catalog.RemoveAsync("component:gone");
        await catalog.RenameAsync("system:default/store", SystemOf("market"));

        var answer = await catalog.AskAsync(
            """
            query($from: Instant!, $to: Instant!) {
              diffCounts(from: $from, to: $to) { ownerRef entityKind kind count }
              filtered: diffCounts(from: $from, to: $to, where: {owner: ["group:old"]}) { count }
              none: diffCounts(from: $to, to: $to) { count }
              diff(from: $from, to: $to) { nodes { entity { ref ownerRef } } } }
            """, new { from = $"@{from}", to = $"@{catalog.Position}" });

        answer.GetProperty("diffCounts").EnumerateArray().Select(Line).ShouldBe([
            "2 Component ADDED of group:default/pay",
            "1 Component REMOVED of group:default/old",
            "1 Component CHANGED of group:default/pay",
            "1 System RENAMED of group:default/shop",
        ]);
        answer.GetProperty("filtered").EnumerateArray().Sum(line => line.GetProperty("count").GetInt32()).ShouldBe(1);
        answer.GetProperty("none").GetArrayLength().ShouldBe(0);
        answer.GetProperty("diff").GetProperty("nodes").EnumerateArray().Select(line => line.GetProperty("entity"))
            .Select(entity => $"{entity.GetProperty("ref").GetString()} of {entity.GetProperty("ownerRef").GetString()}").ShouldBe([
                "component:default/cart of group:default/pay",
                "component:default/gone of group:default/old",
                "component:default/purse of group:default/pay",
                "component:default/wallet of group:default/pay",
                "system:default/market of group:default/shop",
            ]);
    }

    private static string Line(JsonElement count) =>
        $"{count.GetProperty("count").GetInt32()} {count.GetProperty("entityKind").GetString()} {count.GetProperty("kind").GetString()} of {count.GetProperty("ownerRef").GetString()}";
}
