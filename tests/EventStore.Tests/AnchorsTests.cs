using System.Security.Cryptography;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

/// <summary>Anchors find what the chain of a stream alone cannot.</summary>
public sealed class AnchorsTests : LogTests
{
    private static readonly AnchorOptions Small = new() { Every = 4, AtLatest = TimeSpan.FromHours(1) };

    private Anchors Anchors => new(Db, Log, Small);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        for (var n = 1; n <= 10; n++)
            await Log.AppendAsync(To($"order-{n % 3}", Placed(quantity: n)), Ann, Ct);
    }

    [Fact]
    public async Task An_anchor_is_made_when_enough_has_come_or_the_oldest_is_old()
    {
        await MakeAsync();
        (await Anchors.AllAsync(Ct)).Select(anchor => (anchor.From, anchor.To, anchor.Leaves)).ShouldBe([(1, 4, 4), (5, 8, 4)]);

        (await new Anchors(Db, Log, Small with { AtLatest = TimeSpan.Zero }).MakeDueAsync(Ct))!.To.ShouldBe(10);
        (await new Anchors(Db, Log, Small with { AtLatest = TimeSpan.Zero }).MakeDueAsync(Ct)).ShouldBeNull();
        (await Anchors.VerifyAsync(Ct)).ShouldBe(new AnchorReport(3, null));
    }

    [Fact]
    public async Task Several_processes_make_each_anchor_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MakeAsync()));

        (await Anchors.AllAsync(Ct)).Select(anchor => anchor.To).ShouldBe([4, 8]);
    }

    [Theory]
    [InlineData("delete from events.mt_events where seq_id = 8; update events.mt_streams set version = version - 1 where id = 'order-2'", 5, 8, "3 events where there were 4")]
    [InlineData("update events.mt_events set headers = jsonb_set(headers, '{h}', '\"0\"') where seq_id = 3", 1, 4, "events changed")]
    [InlineData("update events.mt_events set seq_id = 40 where seq_id = 4", 1, 4, "3 events where there were 4")]
    [InlineData("update events.cat_anchors set root = sha256('') where to_seq = 8", 5, 8, "events changed")]
    [InlineData("update events.cat_anchors set link = sha256('') where to_seq = 4", 1, 4, "anchor changed")]
    [InlineData("delete from events.cat_anchors where to_seq = 4", 1, 8, "anchor missing")]
    public async Task What_was_done_behind_the_logs_back_is_named(string deed, long from, long to, string problem)
    {
        await MakeAsync();
        await ExecuteAsync($"alter table events.mt_events disable trigger cat_events_are_final; {deed}");

        (await Anchors.VerifyAsync(Ct)).FirstBreak.ShouldBe(new AnchorBreak(from, to, problem));
    }

    [Fact]
    public async Task An_anchor_stands_for_everything_before_it_too()
    {
        await MakeAsync();
        var before = await Anchors.AllAsync(Ct);
        await ExecuteAsync("""
            alter table events.mt_events disable trigger cat_events_are_final;
            update events.mt_events set headers = headers || '{"h": "forged"}' where seq_id = 1;
            delete from events.cat_anchors;
            """);
        while (await Anchors.MakeDueAsync(Ct) is not null)
        {
        }

        var after = await Anchors.AllAsync(Ct);
        after[1].Root.ShouldBe(before[1].Root);
        after[1].Link.ShouldNotBe(before[1].Link);
    }

    [Fact]
    public async Task An_event_put_well_chained_into_a_hole_escapes_the_chain_but_not_the_anchor()
    {
        await ExecuteAsync("select nextval('events.mt_events_sequence')"); // @11: a hole
        await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
        await MakeAsync();
        await ExecuteAsync("""
            insert into events.mt_streams (id, type, version) values ('order-9', 'order', 1);
            insert into events.mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers, user_name)
            select 11, e.id, 'order-9', 1, e.data, 'order-placed', e.at,
                e.headers || jsonb_build_object('h', events.cat_chain(null, 'order-9', 1, e.id, 'order-placed', e.at, 'user:eve', null, null, e.headers, e.data)), 'user:eve'
            from (select gen_random_uuid() as id, '{"item": "gold"}'::jsonb as data, now() as at, '{"hv": 1}'::jsonb as headers) e
            """);

        (await Log.VerifyAsync(ct: Ct)).FirstBreak.ShouldBeNull();
        (await Anchors.VerifyAsync(Ct)).FirstBreak.ShouldBe(new AnchorBreak(9, 12, "4 events where there were 3"));
    }

    [Fact]
    public async Task A_cut_off_end_escapes_the_chain_but_not_the_anchor()
    {
        await MakeAsync();
        await ExecuteAsync("""
            alter table events.mt_events disable trigger cat_events_are_final;
            delete from events.mt_events where seq_id in (8, 9, 10);
            update events.mt_streams s set version = coalesce((select max(e.version) from events.mt_events e where e.stream_id = s.id), 0);
            """);

        (await Log.VerifyAsync(ct: Ct)).FirstBreak.ShouldBeNull();
        (await Anchors.VerifyAsync(Ct)).FirstBreak!.To.ShouldBe(8);
    }

    [Fact]
    public async Task Anchors_are_signed_from_the_first_key_on_and_old_keys_stay_known()
    {
        await Anchors.MakeDueAsync(Ct);
        var key = Key();
        var signing = new Anchors(Db, Log, Small, key);
        await signing.MakeDueAsync(Ct);
        var first = key.Open().Public;
        var second = key.Rotate().Public;
        await signing.MakeNowAsync(Ct);

        (await Anchors.AllAsync(Ct)).Select(anchor => anchor.Key).ShouldBe([null, first.Id, second.Id]);
        (await Anchors.VerifyAsync(Ct)).ShouldBe(new AnchorReport(3, null, 2));
        (await Anchors.VerifyAsync(Ct, [first, second])).ShouldBe(new AnchorReport(3, null, 2));
        (await Anchors.VerifyAsync(Ct, [first])).FirstBreak.ShouldBe(new AnchorBreak(9, 10, $"signed with key {second.Id}, which is not among those given"));
        (await Anchors.MakeNowAsync(Ct)).ShouldBeNull();
    }

    [Theory]
    [InlineData("update events.cat_anchors set signature = decode(repeat('00', 64), 'hex') where to_seq = 8", 5, 8, "the signature is not that of key *")]
    [InlineData("update events.cat_anchors set at = at + interval '1 microsecond' where to_seq = 4", 1, 4, "the signature is not that of key *")]
    [InlineData("update events.cat_anchors set key = null, signature = null where to_seq = 8", 5, 8, "unsigned")]
    [InlineData("update events.cat_anchors set key = '0123456789abcdef' where to_seq = 8", 5, 8, "signed with key 0123456789abcdef, which is not among those this store knows")]
    [InlineData("update events.cat_anchor_keys set public_key = set_byte(public_key, 20, 255 - get_byte(public_key, 20))", 1, 4, "signed with key *, which is not among those this store knows")]
    public async Task A_signature_that_was_touched_is_named(string deed, long from, long to, string problem)
    {
        var key = Key();
        while (await new Anchors(Db, Log, Small, key).MakeDueAsync(Ct) is not null)
        {
        }

        await ExecuteAsync(deed);

        (await Anchors.VerifyAsync(Ct)).FirstBreak
            .ShouldBe(new AnchorBreak(from, to, problem.Replace("*", key.Open().Public.Id, StringComparison.Ordinal)));
    }

    /// <summary>Who owns the database can make everything anew, but for the signatures of a key that is not there.</summary>
    [Fact]
    public async Task A_log_made_anew_from_end_to_end_does_not_stand_before_the_key_kept_elsewhere()
    {
        var key = Key();
        await new Anchors(Db, Log, Small, key).MakeDueAsync(Ct);
        var kept = key.Open().Public;
        await ExecuteAsync("delete from events.cat_anchors; delete from events.cat_anchor_keys");
        await new Anchors(Db, Log, Small, Key()).MakeDueAsync(Ct);

        (await Anchors.VerifyAsync(Ct)).FirstBreak.ShouldBeNull();
        (await Anchors.VerifyAsync(Ct, [kept])).FirstBreak!.Problem.ShouldContain("which is not among those given");
    }

    private static SigningKeyFile Key() => new(Path.Combine(Directory.CreateTempSubdirectory().FullName, "anchors.pem"));

    /// <summary>The known answers of RFC 6962's reference test, whose leaves are these.</summary>
    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_tree_is_that_of_RFC_6962(int leaves, string root)
    {
        string[] inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        var tree = new MerkleTree();
        foreach (var input in inputs.Take(leaves))
            tree.Add(Convert.FromHexString(input));

        Convert.ToHexStringLower(tree.Root()).ShouldBe(root);
    }

    [Fact]
    public void A_tree_of_any_size_is_split_at_the_largest_power_of_two()
    {
        for (var count = 1; count <= 33; count++)
        {
            var leaves = Enumerable.Range(0, count).Select(n => new[] { (byte)n }).ToList();
            var tree = new MerkleTree();
            leaves.ForEach(leaf => tree.Add(leaf));

            tree.Root().ShouldBe(Hash(leaves));
        }

        static byte[] Hash(List<byte[]> leaves)
        {
            if (leaves.Count == 1)
                return SHA256.HashData([0, .. leaves[0]]);
            var split = 1;
            while (split * 2 < leaves.Count)
                split *= 2;
            return SHA256.HashData([1, .. Hash(leaves[..split]), .. Hash(leaves[split..])]);
        }
    }

    private async Task MakeAsync()
    {
        while (await Anchors.MakeDueAsync(Ct) is not null)
        {
        }
    }
}
