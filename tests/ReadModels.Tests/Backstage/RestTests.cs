using System.Text;
using System.Text.Json;
using EventCatalog.Domain.Sources;
using EventCatalog.ReadModels.Backstage;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;
using static EventCatalog.Domain.Sources.SourceEvent;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests.Backstage;

public sealed class RestTests : IAsyncLifetime
{
    private Catalog catalog = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RestQueries Rest => catalog.Query<RestQueries>();

    public async ValueTask InitializeAsync() => catalog = await Catalog.CreateAsync();

    public ValueTask DisposeAsync() => catalog.DisposeAsync();

    [Fact]
    public async Task An_entity_is_whole_with_uid_etag_annotations_and_the_relations_others_declare_of_it()
    {
        await catalog.SeeAsync(Group("shop"));
        await catalog.SeeAsync(Component("cart", dependsOn: ["component:stock"]));

        var shop = await FindAsync("group:default/shop");
        shop.GetProperty("relations").ToString().ShouldBe("""[{"type":"ownerOf","targetRef":"component:default/cart"}]""");
        var cart = await FindAsync("component:default/cart");
        cart.GetProperty("relations").EnumerateArray().Select(relation => $"{relation.GetProperty("type")} {relation.GetProperty("targetRef")}")
            .ShouldBe(["dependsOn component:default/stock", "ownedBy group:default/shop"]);
        var metadata = cart.GetProperty("metadata");
        metadata.GetProperty("uid").GetString().ShouldBe(EntityText.UidOf("component:default/cart").ToString());
        metadata.GetProperty("etag").GetString()!.Length.ShouldBe(40);
        metadata.GetProperty("annotations").GetProperty("backstage.io/managed-by-location").GetString().ShouldBe("file:/shop/catalog-info.yaml");
        cart.TryGetProperty("status", out _).ShouldBeFalse();
    }

    [Fact]
    public void The_etag_of_an_entity_is_calculated_as_Backstage_does()
    {
        // As fast-json-stable-stringify and SHA-1 give it with this uid; with the uid 79ea4289-85a3-4bcd-b23e-df15bec5e497 in its place, they give what
        // Backstage 4.0.0 answered: e9829466beea86de2e48061e6f47ae6f6d16d730.
        EntityText.UidOf("component:default/a").ToString().ShouldBe("86aeb68f-4680-58b1-1fdd-5d871b178640");
        var text = EntityText.Of(
            "component:default/a", JsonElement.Parse("""{"apiVersion":"backstage.io/v1alpha1","kind":"Component","metadata":{"name":"a","title":"Läden"},"spec":{"type":"service","lifecycle":"production","owner":"g"}}"""),
            new Domain.Descriptors.DescriptorLocation("s", "file:/tmp/rest-bs/g.yaml", "file:/tmp/rest-bs/g.yaml"), orphaned: false, [new RelationRow("ownedBy", "group:default/g")], [], new Dictionary<string, string>(StringComparer.Ordinal));
        JsonElement.Parse(text).GetProperty("metadata").GetProperty("etag").GetString().ShouldBe("6059c8c34b2ee29cec88cd8e81f913d48e1e5889");
    }

    [Fact]
    public async Task A_change_of_one_entity_changes_the_text_of_those_it_speaks_of_and_their_etag()
    {
        await catalog.SeeAsync(Group("shop"));
        await catalog.SeeAsync(Group("checkout"));
        await catalog.SeeAsync(Component("cart", owner: "shop"));
        var before = Etag(await FindAsync("group:default/shop"));

        await catalog.SeeAsync(Component("cart", owner: "checkout"));
        var shop = await FindAsync("group:default/shop");
        shop.GetProperty("relations").GetArrayLength().ShouldBe(0);
        Etag(shop).ShouldNotBe(before);
        (await FindAsync("group:default/checkout")).GetProperty("relations").GetArrayLength().ShouldBe(1);

        await catalog.RemoveAsync("component:cart");
        (await FindAsync("group:default/checkout")).GetProperty("relations").GetArrayLength().ShouldBe(0);
        (await Rest.FindAsync(["component:default/cart"], null, AsOf.Present, Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_refused_of_a_descriptor_stands_in_the_status_of_its_entity_until_it_is_sound()
    {
        await catalog.SeeAsync(Component("cart"));
        var problem = new Problem(new ProblemKey("catalog-info.yaml", 1, "name-is-valid", "/metadata/name"), "\"metadata.name\" is not valid", Entity: Domain.EntityRef.Parse("component:cart"));
        await catalog.SeeSourceAsync(new DescriptorRejected(Catalog.Source, problem));
        var item = (await FindAsync("component:default/cart")).GetProperty("status").GetProperty("items")[0];
        item.GetProperty("type").GetString().ShouldBe("backstage.io/catalog-processing");
        item.GetProperty("level").GetString().ShouldBe("error");
        item.GetProperty("message").GetString().ShouldBe("InputError: \"metadata.name\" is not valid");

        await catalog.SeeSourceAsync(new RejectionResolved(Catalog.Source, problem.Key));
        (await FindAsync("component:default/cart")).TryGetProperty("status", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task At_a_position_an_entity_is_what_it_was()
    {
        await catalog.SeeAsync(Group("shop"));
        var first = await catalog.SeeAsync(Component("cart", owner: "shop"));
        await catalog.SeeAsync(Component("cart", owner: "checkout"));
        await catalog.RemoveAsync("component:cart");
        await LevelAsync();

        var then = JsonElement.Parse((await Rest.FindAsync(["component:default/cart", "group:default/shop"], null, new AsOf.AtPosition(first), Ct))["component:default/cart"]);
        then.GetProperty("spec").GetProperty("owner").GetString().ShouldBe("shop");
        then.GetProperty("relations")[0].GetProperty("targetRef").GetString().ShouldBe("group:default/shop");
        var page = await Rest.PageAsync(Asked("""{"relations.ownedBy":"group:default/shop"}"""), 20, 0, new AsOf.AtPosition(first), Ct);
        page.TotalItems.ShouldBe(1);
        (await Rest.RefOfUidAsync(EntityText.UidOf("component:default/cart"), Ct)).ShouldBe("component:default/cart");
    }

    [Fact]
    public async Task Pages_lead_to_the_end_and_back_to_the_first_page_with_every_entity_once()
    {
        for (var i = 0; i < 7; i++)
            await catalog.SeeAsync(Component($"c{i}", title: i % 2 == 0 ? "Same" : $"Other {i}"));
        await catalog.SeeAsync(Group("untitled"));
        await LevelAsync();
        foreach (var order in new[] { "asc", "desc" })
        {
            var request = new EntityPageRequest { OrderFields = [new OrderField("metadata.title", order)] };
            var (forward, pages) = (new List<string>(), new List<string[]>());
            EntityPage page;
            do
            {
                page = await Rest.PageAsync(request, 3, 0, AsOf.Present, Ct);
                page.TotalItems.ShouldBe(7);
                pages.Add([.. page.Items.Select(NameOf)]);
                forward.AddRange(pages[^1]);
                if (page.Next is { } next)
                    request = EntityPageRequest.OfCursor(next.ToCursor());
            }
            while (page.Next is not null);
            forward.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 7).Select(i => $"c{i}"));

            for (var back = pages.Count - 2; back >= 0; back--)
            {
                page = await Rest.PageAsync(EntityPageRequest.OfCursor(page.Previous!.ToCursor()), 3, 0, AsOf.Present, Ct);
                page.Items.Select(NameOf).ShouldBe(pages[back]);
                page.Next.ShouldNotBeNull();
            }

            page.Previous.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("kind=component", "a b")]
    [InlineData("kind=COMPONENT,spec.type=website", "b")]
    [InlineData("kind=component,metadata.name=a,metadata.name=b", "a b")]
    [InlineData("metadata.tags.java", "a")]
    [InlineData("metadata.tags=java", "a")]
    [InlineData("relations.ownedBy=group:default/shop , kind = component", "a")]
    [InlineData("metadata.title", "b")]
    [InlineData("metadata.uid=UID-OF-A", "a")]
    [InlineData("spec.type=nothing", "")]
    [InlineData("kind=group;metadata.name=b", "b shop")]
    public async Task A_filter_keeps_what_it_says(string filters, string expected)
    {
        await ThreeAsync();
        var predicate = FilterText.ToPredicate(filters.Replace("UID-OF-A", EntityText.UidOf("component:default/a").ToString(), StringComparison.Ordinal).Split(';'));
        await KeepsAsync(predicate!.ToJsonString(), expected);
    }

    [Theory]
    [InlineData("""{"$all":[]}""", "a b shop")]
    [InlineData("""{"$any":[]}""", "")]
    [InlineData("""{}""", "a b shop")]
    [InlineData("""{"kind":"component","spec.type":"service"}""", "a")]
    [InlineData("""{"$not":{"kind":"component"}}""", "shop")]
    [InlineData("""{"metadata.title":{"$exists":false}}""", "a shop")]
    [InlineData("""{"metadata.title":{"$hasPrefix":"the "}}""", "b")]
    [InlineData("""{"metadata.title":{"$hasPrefix":"%"}}""", "")]
    [InlineData("""{"metadata.name":{"$in":["A","shop"]}}""", "a shop")]
    [InlineData("""{"metadata.name":{"$in":[]}}""", "")]
    [InlineData("""{"metadata.tags":{"$contains":"java"}}""", "a")]
    [InlineData("""{"relations":{"$contains":{"type":"ownedBy"}}}""", "a b")]
    [InlineData("""{"relations":{"$contains":{"type":"ownedby","targetRef":{"$in":["group:default/SHOP","group:default/x"]}}}}""", "a")]
    [InlineData("""{"$any":[{"metadata.name":"a"},{"$all":[{"kind":"component"},{"$not":{"metadata.name":"a"}}]}]}""", "a b")]
    public async Task A_predicate_keeps_what_it_says(string predicate, string expected)
    {
        await ThreeAsync();
        await KeepsAsync(predicate, expected);
    }

    [Theory]
    [InlineData("\"a\"", "top-level primitive")]
    [InlineData("""{"$not":{"kind":"a"},"kind":"b"}""", "must be the only key")]
    [InlineData("""{"kind":{"$like":"a"}}""", "expected a primitive value")]
    [InlineData("""{"spec":{"$contains":{"a":1}}}""", "not supported for field \"spec\"")]
    [InlineData("""{"relations":{"$contains":{"targetRef":"a"}}}""", "requires a \"type\"")]
    [InlineData("""{"relations":{"$contains":{"type":"ownedBy","colour":"a"}}}""", "Unsupported key \"colour\"")]
    [InlineData("""{"$some":[]}""", "not an operator")]
    public async Task What_is_no_predicate_is_refused_and_quoted(string predicate, string part)
    {
        var refusal = await Should.ThrowAsync<BadQueryException>(() => Rest.PageAsync(Asked(predicate), 20, 0, AsOf.Present, Ct));
        refusal.Message.ShouldContain(part);
    }

    [Theory]
    [InlineData("HOP", "metadata.title,metadata.description", "b")]
    [InlineData("a", "metadata.name", "a")]
    [InlineData("component", "kind", "a b")]
    [InlineData("%", "metadata.title", "")]
    public async Task Full_text_is_a_part_of_a_field_in_any_case(string term, string fields, string expected)
    {
        await ThreeAsync();
        var page = await Rest.PageAsync(new EntityPageRequest { FullTextFilter = new FullText(term, fields.Split(',')) }, 20, 0, AsOf.Present, Ct);
        page.Items.Select(NameOf).ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Facets_count_by_value_in_its_order_and_take_relations_and_filters()
    {
        await ThreeAsync();
        var facets = await Rest.FacetsAsync(["Spec.Type", "relations.ownerOf"], null, AsOf.Present, Ct);
        facets[0].Path.ShouldBe("Spec.Type");
        facets[0].Values.ShouldBe([new FacetValue("service", 1), new FacetValue("team", 1), new FacetValue("website", 1)]);
        // The group `other` is no entity: what is said of it does not count.
        facets[1].Values.ShouldBe([new FacetValue("component:default/a", 1)]);
        (await Rest.FacetsAsync(["relations.ownedBy"], JsonElement.Parse("""{"kind":"component"}"""), AsOf.Present, Ct))[0].Values
            .ShouldBe([new FacetValue("group:default/other", 1), new FacetValue("group:default/shop", 1)]);
    }

    [Fact]
    public async Task A_list_is_ordered_by_several_fields_those_without_one_last()
    {
        await ThreeAsync();
        var rows = await Rest.ListAsync(null, [new OrderField("metadata.title", "desc"), new OrderField("metadata.name", "desc")], 2, 0, AsOf.Present, Ct).ToListAsync(Ct);
        rows.Select(NameOf).ShouldBe(["b", "shop"]);
    }

    [Fact]
    public void Fields_are_kept_by_path_and_names_with_dots_are_found()
    {
        var entity = """{"kind":"A","metadata":{"name":"x","annotations":{"backstage.io/source-location":"url:a","b":"c"}},"spec":{"type":"t"}}"""u8.ToArray();
        var kept = FieldSelection.Of(["kind, metadata.annotations.backstage.io/source-location", "spec.none"])!.From(entity);
        JsonElement.Parse(kept).ToString().ShouldBe("""{"kind":"A","metadata":{"annotations":{"backstage.io/source-location":"url:a"}}}""");
        Should.Throw<BadQueryException>(() => FieldSelection.Of(["metadata.tags[0]"])).Message.ShouldBe("Invalid field \"metadata.tags[0]\", array type fields are not supported");
    }

    [Fact]
    public void A_cursor_that_is_none_is_refused()
    {
        foreach (var cursor in new[] { "?", "e30", Convert.ToBase64String("{\"orderFields\":null}"u8), Convert.ToBase64String("{\"orderFields\":[{}]}"u8), Convert.ToBase64String("{\"orderFieldValues\":[\"a\",\"b\"]}"u8) })
            Should.Throw<BadQueryException>(() => EntityPageRequest.OfCursor(cursor)).Message.ShouldStartWith("Malformed cursor");
    }

    [Fact]
    public async Task Built_anew_the_texts_are_the_same_with_long_texts_problems_and_what_is_gone()
    {
        await ThreeAsync();
        var definition = new string('x', 5000);
        var (descriptor, bodies) = Domain.Descriptors.LargeBodies.Detach(JsonElement.Parse(Json("API", "orders", new { type = "grpc", lifecycle = "production", owner = "shop", definition })));
        await catalog.Bodies.PutAsync([.. bodies.Values.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))], Ct);
        await catalog.SeeAsync(descriptor.GetRawText());
        await catalog.SeeSourceAsync(new DescriptorRejected(Catalog.Source, new Problem(new ProblemKey("a.yaml", 1, "r", ""), "wrong", Entity: Domain.EntityRef.Parse("component:a"))));
        await catalog.RemoveAsync("component:b");
        var before = await FindAsync("api:default/orders");
        before.GetProperty("spec").GetProperty("definition").GetString().ShouldBe(definition);

        (await catalog.RebuildAsync(RestProjection.ProjectionName, Ct)).Differences.ShouldBeEmpty();
        (await FindAsync("api:default/orders")).ToString().ShouldBe(before.ToString());
        (await FindAsync("component:default/a")).TryGetProperty("status", out _).ShouldBeTrue();
        (await Rest.ListAsync(null, [], null, 0, AsOf.Present, Ct).ToListAsync(Ct)).Select(NameOf).ShouldBe(["orders", "a", "shop"]);

        var then = JsonElement.Parse((await Rest.FindAsync(["api:default/orders"], null, new AsOf.AtPosition(catalog.Position), Ct))["api:default/orders"]);
        then.ToString().ShouldBe(before.ToString());
    }

    private async Task ThreeAsync()
    {
        await catalog.SeeAsync(Group("shop"));
        await catalog.SeeAsync(Component("a", tags: ["java", "go"]));
        await catalog.SeeAsync(Component("b", type: "website", title: "The shop window", owner: "other"));
        await LevelAsync();
    }

    private async Task KeepsAsync(string predicate, string expected)
    {
        var page = await Rest.PageAsync(Asked(predicate), 20, 0, AsOf.Present, Ct);
        string[] names = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        page.Items.Select(NameOf).ShouldBe(names);
        page.TotalItems.ShouldBe(names.Length);
        var past = await Rest.PageAsync(Asked(predicate), 20, 0, new AsOf.AtPosition(catalog.Position), Ct);
        past.Items.Select(NameOf).ShouldBe(names);
    }

    private async Task LevelAsync() => (await catalog.Followers.WaitForAsync(catalog.Position, TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue(string.Join('\n', catalog.Followers.Status));

    private async Task<JsonElement> FindAsync(string reference)
    {
        await LevelAsync();
        return JsonElement.Parse((await Rest.FindAsync([reference], null, AsOf.Present, Ct))[reference]);
    }

    private static EntityPageRequest Asked(string predicate) => new() { Query = JsonElement.Parse(predicate) };

    private static string NameOf(byte[] entity) => JsonElement.Parse(entity).GetProperty("metadata").GetProperty("name").GetString()!;

    private static string? Etag(JsonElement entity) => entity.GetProperty("metadata").GetProperty("etag").GetString();
}
