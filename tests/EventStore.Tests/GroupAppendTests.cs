using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

public sealed class GroupAppendTests : LogTests
{
    [Fact]
    public async Task Each_of_many_callers_gets_its_own_answer()
    {
        await using var group = new GroupAppend(Db, Log, Types());
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(producer => Task.Run(async () =>
        {
            var versions = new List<long>();
            for (var round = 0; round < 20; round++)
            {
                var result = await group.AppendAsync([To($"order-{producer}", round, Placed(quantity: round)), To($"order-{producer}-second", Placed())], new AppendContext($"user:{producer}"), Ct);
                result.Select(r => r.Stream).ShouldBe([$"order-{producer}", $"order-{producer}-second"]);
                versions.Add(result[0].Version);
            }

            return versions;
        }, Ct)));

        results.ShouldAllBe(versions => versions.SequenceEqual(Enumerable.Range(1, 20).Select(n => (long)n)));
        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(2560, null));
        (await ScalarAsync<long>("select count(*) from events.mt_events where user_name <> 'user:' || split_part(stream_id, '-', 2)")).ShouldBe(0);
        (await ScalarAsync<long>("select count(distinct xmin::text) from events.mt_events")).ShouldBeLessThan(1280, "nothing went together");
    }

    [Fact]
    public async Task A_refused_append_fails_alone()
    {
        await using var group = new GroupAppend(Db, Log, Types());
        var poisoned = 0;

        await Task.WhenAll(Enumerable.Range(0, 300).Select(async n =>
        {
            if (n % 30 == 0)
            {
                await Should.ThrowAsync<StreamConflictException>(() => group.AppendAsync([To($"order-{n}", 7, Placed())], Ann, Ct));
                Interlocked.Increment(ref poisoned);
            }
            else
            {
                (await group.AppendAsync([To($"order-{n}", 0, Placed())], Ann, Ct))[0].Version.ShouldBe(1);
            }
        }));

        poisoned.ShouldBe(10);
        (await ScalarAsync<long>("select count(*) from events.mt_events")).ShouldBe(290);
    }

    [Fact]
    public async Task Saying_the_same_again_answers_the_same()
    {
        await using var group = new GroupAppend(Db, Log, Types());
        var context = Ann with { CommandKey = "k" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => group.AppendAsync([To("order-1", Placed())], context, Ct)));

        answers.Select(answer => answer[0].LastPosition).Distinct().ShouldHaveSingleItem();
        answers.Count(answer => !answer[0].Duplicate).ShouldBe(1);
        (await ScalarAsync<long>("select count(*) from events.mt_events")).ShouldBe(1);
    }

    [Fact]
    public async Task What_waits_is_answered_before_the_end()
    {
        var group = new GroupAppend(Db, Log, Types());
        var answers = Enumerable.Range(0, 500).Select(n => group.AppendAsync([To($"order-{n}", Placed())], Ann, Ct)).ToList();

        await group.DisposeAsync();

        (await Task.WhenAll(answers)).Length.ShouldBe(500);
        await Should.ThrowAsync<System.Threading.Channels.ChannelClosedException>(() => group.AppendAsync([To("order-1", Placed())], Ann, Ct));
    }
}
