using System.Text;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Audit;
using EventCatalog.ReadModels.Instants;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

/// <summary>What an export is about, and what the portal says of the proofs.</summary>
public sealed class AuditTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tag:pci", 1, 100, "entity-component:default/cart")]
    [InlineData("tag:PCI tag:gdpr", 1, 100, "entity-component:default/cart entity-component:default/stock")]
    [InlineData("owner:pay", 1, 100, "entity-component:default/stock")]
    [InlineData("owner:group:default/shop kind:component", 1, 100, "entity-component:default/cart entity-component:default/stock")]
    [InlineData("owner:shop tag:gdpr", 1, 100, "entity-component:default/stock")]
    [InlineData("kind:group", 1, 100, "entity-group:default/shop")]
    [InlineData("component:cart Group:Default/Shop", 1, 100, "entity-component:default/cart entity-group:default/shop")]
    [InlineData("source:folder-test kind:component", 1, 100, "entity-component:default/cart entity-component:default/stock source-folder-test")]
    [InlineData("source:folder-other", 1, 100, "")]
    [InlineData("tag:nothing", 1, 100, "")]
    public async Task A_scope_means_the_streams_of_what_matched_at_any_time_of_the_range(string scope, long from, long to, string streams)
    {
        await using var catalog = await CatalogAsync();

        (await catalog.Query<AuditQueries>().StreamsAsync(AuditScope.Parse(scope), new PositionRange(from, to), Ct))!
            .ShouldBe(streams.Split(' ', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    [Fact]
    public async Task What_no_longer_matched_when_the_range_began_is_left_out()
    {
        await using var catalog = await CatalogAsync();
        var removed = catalog.Position;
        var queries = catalog.Query<AuditQueries>();

        (await queries.StreamsAsync(AuditScope.Parse("tag:pci"), new PositionRange(removed, removed), Ct)).ShouldBe(["entity-component:default/cart"]);
        (await queries.StreamsAsync(AuditScope.Parse("tag:pci"), new PositionRange(removed + 1, removed + 1), Ct)).ShouldBeEmpty();
        (await queries.StreamsAsync(AuditScope.Parse("owner:pay"), new PositionRange(1, 2), Ct)).ShouldBeEmpty();
        (await queries.StreamsAsync(null, new PositionRange(1, 2), Ct)).ShouldBeNull();
    }

    [Theory]
    [InlineData("cart", "\"cart\" is no scope")]
    [InlineData("tag:", "\"tag:\" names nothing")]
    public void A_scope_that_is_none_is_quoted(string text, string said) => Should.Throw<RuleViolation>(() => AuditScope.Parse(text)).Message.ShouldStartWith(said);

    [Fact]
    public void A_day_belongs_to_a_range_whole()
    {
        AuditInstants.From("2026-03-31").ShouldBe(new AsOf.AtTime(new DateTimeOffset(2026, 3, 31, 0, 0, 0, TimeSpan.Zero)));
        AuditInstants.To("2026-03-31").ShouldBe(new AsOf.AtTime(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(-1)));
        AuditInstants.To("@12").ShouldBe(new AsOf.AtPosition(12));
        AuditInstants.To(" ").ShouldBeNull();
        Should.Throw<RuleViolation>(() => AuditInstants.From("yesterday")).Message.ShouldStartWith("\"yesterday\" is no instant");
    }

    [Fact]
    public async Task A_time_counts_as_the_log_learned_things()
    {
        await using var catalog = await CatalogAsync();
        var events = await catalog.Log.ReadAsync(0, 100, Ct);
        var queries = catalog.Query<AuditQueries>();

        (await queries.RangeAsync(AuditInstants.From($"{events[1].RecordedAt:O}"), AuditInstants.To($"{events[3].RecordedAt:O}"), Ct)).ShouldBe(new PositionRange(2, 4));
        (await queries.RangeAsync(null, null, Ct)).ShouldBe(new PositionRange(1, catalog.Position));
    }

    [Fact]
    public async Task The_table_has_a_line_for_each_event_in_words()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart", "shop"));
        await catalog.SeeAsync(Component("cart", "pay", description: "=1+1, \"quoted\""));
        await catalog.SeeAsync(Group("shop"));
        using var text = new MemoryStream();

        (await catalog.Query<EventTable>().WriteAsync(text, new PositionRange(2, catalog.Position), ["entity-component:default/cart"], Ct)).ShouldBe(2);

        var lines = Encoding.UTF8.GetString(text.ToArray()).TrimEnd().Split("\r\n");
        lines[0].ShouldBe("position,recorded at,effective at,actor,entity,event,what,source,hash");
        lines[1].ShouldContain(",2026-03-01T14:00:00Z,Ann <ann@example.com>,component:default/cart,owner-changed,from group:default/shop; to group:default/pay; declared pay,https://git.example.com/shop 0123456789abcdef0123456789abcdef01234567 catalog-info.yaml:7,");
        lines[2].ShouldContain(",descriptor-changed,changes /metadata/description,");
    }

    [Fact]
    public async Task The_portal_tells_the_key_the_anchors_and_what_an_export_would_hold()
    {
        await using var catalog = await CatalogAsync();
        var before = await AuditAsync(catalog);
        (before.GetProperty("anchors").GetArrayLength(), before.GetProperty("unanchored").ToString()).ShouldBe((0, $$"""{"events":{{catalog.Position}},"from":"1"}"""));
        before.GetProperty("verification").ValueKind.ShouldBe(JsonValueKind.Null);

        await catalog.Query<Anchors>().MakeNowAsync(Ct);
        var (begun, check) = await catalog.Query<VerificationRuns>().StartAsync("ann", Ct);
        await check;

        var after = await AuditAsync(catalog);
        var anchor = after.GetProperty("anchors")[0];
        (anchor.GetProperty("to").GetString(), anchor.GetProperty("signature").GetString(), anchor.GetProperty("key").GetString())
            .ShouldBe((begun.To.ToString(System.Globalization.CultureInfo.InvariantCulture), "RIGHT", after.GetProperty("key").GetProperty("id").GetString()));
        after.GetProperty("anchored").ToString().ShouldBe("""{"anchors":1,"unsigned":0}""");
        after.GetProperty("unanchored").GetProperty("events").GetInt32().ShouldBe(0);
        (after.GetProperty("verification").GetProperty("state").GetString(), after.GetProperty("verification").GetProperty("checked").GetInt64(), after.GetProperty("verification").GetProperty("by").GetString())
            .ShouldBe(("HOLDS", catalog.Position, "ann"));
        after.GetProperty("export").ToString().ShouldBe($$"""{"from":"2","to":"{{catalog.Position}}","events":3,"streams":1}""");
    }

    [Fact]
    public async Task A_bad_scope_is_an_error_that_quotes_it()
    {
        await using var catalog = await Catalog.CreateAsync();
        (await catalog.AnswerAsync("""{ audit { export(scope: "nonsense") { events } } }""")).GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldStartWith("\"nonsense\" is no scope");
    }

    /// <summary>@1 the source, @2 cart (shop, pci), @3 stock (shop), @4 stock goes to pay, @5 stock gets the tag gdpr, @6 the group, @7 cart is removed.</summary>
    private static async Task<Catalog> CatalogAsync()
    {
        var catalog = await Catalog.CreateAsync();
        await catalog.SeeSourceAsync(new SourceEvent.SourceRegistered(Catalog.Source, "folder", "/shop", null, "configuration"));
        await catalog.SeeAsync(Component("cart", "shop", tags: ["pci"]));
        await catalog.SeeAsync(Component("stock", "shop"));
        await catalog.SeeAsync(Component("stock", "pay"));
        await catalog.SeeAsync(Component("stock", "pay", tags: ["gdpr"]));
        await catalog.SeeAsync(Group("shop"));
        await catalog.RemoveAsync("component:cart");
        await catalog.AskAsync("{ position }");
        return catalog;
    }

    private static async Task<JsonElement> AuditAsync(Catalog catalog) => (await catalog.AskAsync("""
        { audit { key { id pem } keyProblem keys { id } anchored { anchors unsigned } unanchored { events from }
          anchors { from to events root link at key signature } export(from: "@2", scope: "component:default/stock component:default/gone") { from to events streams }
          verification { state by node startedAt at position to checked anchors problem } } }
        """)).GetProperty("audit");
}
