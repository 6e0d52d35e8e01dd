using System.Net;
using EventCatalog.Domain.Entities;
using EventCatalog.Ingestion.Http;
using Microsoft.AspNetCore.Http;

namespace EventCatalog.Ingestion.Tests.Http;

/// <summary>What a stranger writes leads to no place that only this machine can reach.</summary>
public sealed class NetworkGuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void Addresses_that_are_not_of_the_internet_are_closed(string address) =>
        new NetworkGuard(Options()).IsOpen(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("140.82.121.3")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:50c0:8000::153")]
    [InlineData("::ffff:140.82.121.3")]
    public void Addresses_of_the_internet_are_open(string address) =>
        new NetworkGuard(Options()).IsOpen(IPAddress.Parse(address)).ShouldBeTrue();

    [Fact]
    public void A_network_of_the_configuration_is_open()
    {
        var guard = new NetworkGuard(Options() with { AllowedNetworks = ["10.0.0.0/8"] });

        guard.IsOpen(IPAddress.Parse("10.1.2.3")).ShouldBeTrue();
        guard.IsOpen(IPAddress.Parse("::ffff:10.1.2.3")).ShouldBeTrue();
        guard.IsOpen(IPAddress.Parse("192.168.1.1")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    public async Task A_source_of_the_portal_on_this_machine_is_refused_without_a_request(string host)
    {
        await using var server = await ServeAsync();
        await using var catalog = await TestCatalog.StartAsync();
        var port = server.Authority.Split(':')[1];

        var crawl = await CrawlOfPortalAsync(catalog, $"http://{host}:{port}/cart.yaml");

        crawl.ShouldNotBeNull().ShouldContain("Catalog:Crawl:AllowedHosts or Catalog:Crawl:AllowedNetworks");
        server.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("git", "/shop.git")]
    [InlineData("github", "/acme")]
    [InlineData("gitlab", "/acme")]
    [InlineData("gitea", "/acme")]
    [InlineData("bitbucket", "/acme")]
    public async Task That_holds_for_every_type_of_source(string type, string path)
    {
        await using var server = await ServeAsync();
        await using var catalog = await TestCatalog.StartAsync();

        (await CrawlOfPortalAsync(catalog, server.Url(path), type)).ShouldNotBeNull().ShouldContain("private network");
        server.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dry_run_is_refused_alike()
    {
        await using var server = await ServeAsync();
        await using var catalog = await TestCatalog.StartAsync();

        (await catalog.Crawler.PreviewAsync(null, server.Url("/cart.yaml"), null, TestCatalog.Ct)).Unreachable.ShouldNotBeNull().ShouldContain("private network");
        server.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_operator_allows_is_read()
    {
        await using var server = await ServeAsync();
        await using var byHost = await TestCatalog.StartAsync(options => options with { AllowedHosts = [server.Authority] });
        await using var byNetwork = await TestCatalog.StartAsync(options => options with { AllowedNetworks = ["127.0.0.0/8"] });

        (await CrawlOfPortalAsync(byHost, server.Url("/cart.yaml"))).ShouldBeNull();
        (await CrawlOfPortalAsync(byNetwork, server.Url("/cart.yaml"))).ShouldBeNull();
    }

    [Fact]
    public async Task A_link_in_a_descriptor_does_not_lead_to_this_machine_even_on_a_connection_that_is_open()
    {
        await using var server = await ServeAsync();
        using var folder = new TempFolder();
        var name = $"localhost:{server.Authority.Split(':')[1]}";
        folder.Write("catalog-info.yaml", Yaml.Location("all", $"http://{name}/cart.yaml"));
        // Known code hosts may be named by descriptors; whoever rules their names must not rule ours.
        await using var catalog = await TestCatalog.StartAsync(options => options with { AllowedHosts = [] });
        await catalog.CrawlNewAsync(server.Url("/cart.yaml"));
        var asked = server.Calls.Count;

        var crawl = await catalog.CrawlNewAsync(folder.Path);

        crawl.Problems.ShouldHaveSingleItem().Message.ShouldContain("Catalog:Crawl:AllowedHosts");
        server.Calls.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task A_redirection_from_an_allowed_source_to_another_port_of_this_machine_is_not_followed()
    {
        await using var inside = await ServeAsync();
        await using var server = await StandIn.StartAsync(http =>
        {
            http.Response.Redirect(inside.Url("/cart.yaml"));
            return Task.CompletedTask;
        });
        await using var catalog = await TestCatalog.StartAsync();

        (await catalog.CrawlNewAsync(server.Url("/cart.yaml"))).Unreachable.ShouldNotBeNull();
        inside.Calls.ShouldBeEmpty();
    }

    private static CrawlOptions Options() => new() { DataFolder = "/data" };

    private static Task<StandIn> ServeAsync() => StandIn.StartAsync(http => http.Response.WriteAsync(Yaml.Component("cart")));

    private static async Task<string?> CrawlOfPortalAsync(TestCatalog catalog, string target, string? type = null)
    {
        var registration = await catalog.Registrations.RegisterAsync(new ConfiguredSource(target, type), Registrations.FromPortal, "ada", TestCatalog.Ct);
        var crawl = await catalog.CrawlAsync(registration.Source);
        if (crawl.Unreachable is null)
            (await catalog.EntityAsync("component:default/cart")).ShouldBeOfType<Entity.Live>();
        return crawl.Unreachable;
    }
}
