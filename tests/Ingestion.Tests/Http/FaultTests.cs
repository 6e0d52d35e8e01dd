using System.Net;
using System.Net.Sockets;
using System.Text;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using Microsoft.AspNetCore.Http;

namespace EventCatalog.Ingestion.Tests.Http;

/// <summary>What is wrong with a server is a recorded problem of its source, and of no other.</summary>
public sealed class FaultTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task A_server_that_hangs_is_given_up_in_time() =>
        (await ReasonAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted))).ShouldEndWith("cannot be read: no answer within 0.4 seconds");

    [Fact]
    public async Task A_server_that_begins_and_never_ends_is_given_up_in_time() =>
        (await ReasonAsync(async http =>
        {
            await http.Response.WriteAsync("apiVersion: ");
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        })).ShouldEndWith("no answer within 0.4 seconds");

    [Fact]
    public async Task A_failing_server_is_asked_again_and_then_reported()
    {
        var asked = 0;
        (await ReasonAsync(http =>
        {
            asked++;
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        })).ShouldEndWith("cannot be read: the server answered 500 Internal Server Error");
        asked.ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_fails_once_is_no_problem()
    {
        var asked = 0;
        await using var server = await StandIn.StartAsync(http =>
        {
            http.Response.StatusCode = asked++ == 0 ? 503 : 200;
            return asked == 1 ? Task.CompletedTask : http.Response.WriteAsync(Yaml.Component("cart"));
        });
        await using var catalog = await StartAsync();

        (await catalog.CrawlNewAsync(server.Url("/cart.yaml"))).Found.ShouldBe(1);
    }

    [Fact]
    public async Task Endless_redirections_end()
    {
        var asked = 0;
        (await ReasonAsync(http =>
        {
            http.Response.Redirect($"/next{++asked}.yaml");
            return Task.CompletedTask;
        })).ShouldEndWith("cannot be read: it redirects too often");
        asked.ShouldBe(6);
    }

    [Fact]
    public async Task A_redirection_to_another_scheme_is_not_followed() =>
        (await ReasonAsync(http =>
        {
            http.Response.Headers.Location = "file:///etc/passwd";
            http.Response.StatusCode = 302;
            return Task.CompletedTask;
        })).ShouldContain("only http and https addresses are read");

    [Fact]
    public async Task Ten_gigabytes_are_not_read_beyond_the_limit()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var catalog = await StartAsync();
        var source = await catalog.RegisterAsync($"http://{listener.LocalEndpoint}/cart.yaml");

        // Without Kestrel, which takes writes to a connection that is gone for written.
        var serving = Task.Run(async () =>
        {
            using var connection = await listener.AcceptTcpClientAsync();
            await connection.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray());
            long sent = 0;
            try
            {
                for (var chunk = Encoding.ASCII.GetBytes(new string('#', 1_000_000)); sent < 10_000_000_000; sent += chunk.Length)
                    await connection.GetStream().WriteAsync(chunk);
            }
            catch (IOException)
            {
                // The reader had enough.
            }

            return sent;
        });
        var crawl = await catalog.CrawlAsync(source);

        crawl.Unreachable.ShouldNotBeNull().ShouldContain("files of more than 5,000,000 are not read");
        (await serving).ShouldBeLessThan(50_000_000);
    }

    [Fact]
    public async Task A_connection_that_is_cut_half_way_is_a_reason_and_the_catalog_stays()
    {
        var isCut = false;
        await using var server = await StandIn.StartAsync(async http =>
        {
            var text = Encoding.UTF8.GetBytes(Yaml.Component("cart"));
            http.Response.ContentLength = text.Length;
            await http.Response.Body.WriteAsync(text.AsMemory(0, isCut ? text.Length / 2 : text.Length));
            await http.Response.Body.FlushAsync();
            if (isCut)
                http.Abort();
        });
        await using var catalog = await StartAsync();
        var crawl = await catalog.CrawlNewAsync(server.Url("/cart.yaml"));

        isCut = true;
        var cut = await catalog.CrawlAsync(crawl.Source);

        cut.Unreachable.ShouldNotBeNull().ShouldStartWith($"\"{server.Url("/cart.yaml")}\" cannot be read: ");
        (await catalog.EntityAsync("component:default/cart")).ShouldBeOfType<Entity.Live>();
    }

    [Fact]
    public async Task A_revoked_token_is_said_so() =>
        (await ReasonAsync(http =>
        {
            http.Response.StatusCode = 401;
            return Task.CompletedTask;
        })).ShouldContain("credentials are missing, wrong or were revoked");

    [Fact]
    public async Task Garbage_is_a_problem_of_the_file_and_the_catalog_stays()
    {
        byte[] garbage = [0x80, 0x00, 0xFF, (byte)'{', (byte)'[', (byte)'\n', 0x1B];
        var isGarbage = false;
        await using var server = await StandIn.StartAsync(http =>
            isGarbage ? http.Response.Body.WriteAsync(garbage).AsTask() : http.Response.WriteAsync(Yaml.Component("cart")));
        await using var catalog = await StartAsync();
        var crawl = await catalog.CrawlNewAsync(server.Url("/cart.yaml"));

        isGarbage = true;
        var broken = await catalog.CrawlAsync(crawl.Source);

        broken.Problems.ShouldNotBeEmpty();
        (await catalog.EntityAsync("component:default/cart")).ShouldBeOfType<Entity.Live>();
    }

    [Fact]
    public async Task A_host_that_asks_for_a_pause_gets_it()
    {
        var asked = 0;
        await using var server = await StandIn.StartAsync(http =>
        {
            if (asked++ > 0)
                return http.Response.WriteAsync(Yaml.Component("cart"));
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "90";
            return Task.CompletedTask;
        });
        await using var catalog = await StartAsync();

        var refused = await catalog.CrawlNewAsync(server.Url("/cart.yaml"));
        var early = await catalog.CrawlAsync(refused.Source);
        var askedEarly = asked;
        catalog.Clock.Move(TimeSpan.FromSeconds(91));
        var late = await catalog.CrawlAsync(refused.Source);

        refused.Unreachable.ShouldNotBeNull().ShouldStartWith($"{server.Authority} allows no more calls until ");
        early.Unreachable.ShouldBe(refused.Unreachable);
        askedEarly.ShouldBe(1);
        late.Found.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_is_down_is_not_asked_for_each_of_its_files()
    {
        await using var server = await StandIn.StartAsync(http =>
        {
            if (http.Request.Path == "/all.yaml")
                return http.Response.WriteAsync(Yaml.Location("all", [.. Enumerable.Range(0, 40).Select(i => $"./dead/{i}.yaml")]));
            http.Response.StatusCode = 502;
            return Task.CompletedTask;
        });
        await using var catalog = await StartAsync();

        var crawl = await catalog.CrawlNewAsync(server.Url("/all.yaml"));

        crawl.Problems.Count.ShouldBe(40);
        server.Calls.Count.ShouldBeLessThan(40);
    }

    [Fact]
    public async Task No_source_waits_for_those_that_hang()
    {
        await using var server = await StandIn.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Component("cart"));
        await using var catalog = await TestCatalog.StartAsync(
            options => options with { Parallelism = 1, PlaceTime = TimeSpan.FromMilliseconds(50), HttpTimeout = TimeSpan.FromMinutes(10) }, realClock: true);
        foreach (var i in Enumerable.Range(0, 6))
            await catalog.RegisterAsync(server.Url($"/{i}.yaml"));
        await catalog.RegisterAsync(folder.Path);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestCatalog.Ct);

        var running = catalog.Schedule.RunAsync(stop.Token);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await catalog.EntityAsync("component:default/cart") is not Entity.Live)
            patience.IsCancellationRequested.ShouldBeFalse("the folder waits for the sources that hang");

        server.Calls.Count.ShouldBeLessThanOrEqualTo(6);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_source_that_cannot_be_read_is_an_event_that_says_why()
    {
        await using var server = await StandIn.StartAsync(http =>
        {
            http.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        await using var catalog = await StartAsync();

        var crawl = await catalog.CrawlNewAsync(server.Url("/cart.yaml"));

        (await catalog.EventsAsync())[^1].Event.ShouldBe(new SourceEvent.SourceUnreachable(crawl.Source, crawl.Unreachable!));
    }

    private static Task<TestCatalog> StartAsync(TimeSpan? timeout = null) =>
        TestCatalog.StartAsync(options => options with { HttpTimeout = timeout ?? TimeSpan.FromSeconds(20), RetryDelay = TimeSpan.Zero });

    private static async Task<string> ReasonAsync(Func<HttpContext, Task> answer, TimeSpan? timeout = null)
    {
        await using var server = await StandIn.StartAsync(answer);
        await using var catalog = await StartAsync(timeout ?? Soon);
        return (await catalog.CrawlNewAsync(server.Url("/cart.yaml"))).Unreachable.ShouldNotBeNull();
    }
}
