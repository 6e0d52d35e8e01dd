using System.Globalization;
using EventCatalog.Api.Backstage;
using EventCatalog.Api.Tests.Subscriptions;

namespace EventCatalog.Api.Tests.Backstage;

public sealed class AnswerCacheTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_kept_until_a_read_model_moves()
    {
        await using var portal = await StreamingPortal.StartAsync();
        var cache = new AnswerCache(portal.Followers);
        var asked = 0;
        (await AskAsync("a")).ShouldBe(1);
        (await AskAsync("a")).ShouldBe(1);
        (await AskAsync("b")).ShouldBe(2);

        var positions = await portal.AppendAsync(1);
        (await portal.Followers.WaitForAsync(positions[0], TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue();
        (await AskAsync("a")).ShouldBe(3);
        (await AskAsync("a")).ShouldBe(3);

        async Task<int> AskAsync(string question) => BitConverter.ToInt32(await cache.GetAsync(question, () => Task.FromResult(BitConverter.GetBytes(++asked))));
    }

    [Fact]
    public async Task What_fails_is_asked_again_and_what_is_asked_often_outlives_what_is_not()
    {
        await using var portal = await StreamingPortal.StartAsync();
        var cache = new AnswerCache(portal.Followers);
        await Should.ThrowAsync<InvalidOperationException>(async () => await cache.GetAsync("often", () => throw new InvalidOperationException()));

        var asked = 0;
        for (var i = 0; i < 200; i++)
        {
            await cache.GetAsync("often", Large);
            await cache.GetAsync(i.ToString(CultureInfo.InvariantCulture), Large);
        }

        // 200 MB went through 48 MB: the one asked in between stayed, the first ones did not.
        asked.ShouldBe(201);
        await cache.GetAsync("0", Large);
        asked.ShouldBe(202);

        Task<byte[]> Large()
        {
            asked++;
            return Task.FromResult(new byte[1024 * 1024]);
        }
    }
}
