using System.Text;

namespace EventCatalog.EventStore.Tests;

public sealed class BodyStoreTests : LogTests
{
    [Fact]
    public async Task A_body_is_stored_once_under_the_hash_of_its_bytes()
    {
        var bodies = new BodyStore(Db);
        var hash = await bodies.PutAsync("abc"u8.ToArray(), Ct);
        await bodies.PutAsync("abc"u8.ToArray(), Ct);

        hash.ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); // FIPS 180-2, B.1
        (await ScalarAsync<long>("select count(*) from events.cat_bodies")).ShouldBe(1);
        Encoding.UTF8.GetString((await bodies.GetAsync([hash, "none"], Ct)).ShouldHaveSingleItem().Value).ShouldBe("abc");
    }

    [Fact]
    public async Task Many_bodies_come_back_under_hashes_in_the_order_given()
    {
        var bodies = new BodyStore(Db);
        ReadOnlyMemory<byte>[] many = [.. ((string[])["one", "two", "one", ""]).Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))];

        var hashes = await bodies.PutAsync(many, Ct);

        var stored = await bodies.GetAsync([.. hashes], Ct);
        hashes.Select(hash => Encoding.UTF8.GetString(stored[hash])).ShouldBe(["one", "two", "one", ""]);
        stored.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Writers_of_the_same_bodies_in_any_order_do_not_block_each_other_for_ever()
    {
        var bodies = new BodyStore(Db);
        ReadOnlyMemory<byte>[] many = [.. Enumerable.Range(0, 200).Select(n => (ReadOnlyMemory<byte>)BitConverter.GetBytes(n))];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => bodies.PutAsync(n % 2 == 0 ? many : [.. many.Reverse()], Ct)));

        (await ScalarAsync<long>("select count(*) from events.cat_bodies")).ShouldBe(200);
    }
}
