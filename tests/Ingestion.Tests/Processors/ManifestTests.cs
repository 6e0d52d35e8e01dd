using EventCatalog.Domain.Facts;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Processors;
using EventCatalog.Ingestion.Processors.Manifests;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Tests.Processors;

public sealed class ManifestTests
{
    [Theory]
    [InlineData("Cart.csproj", "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>", "runtime.dotnet.version=10.0")]
    [InlineData("Cart.csproj", "<TargetFrameworks>net8.0;netstandard2.0;net10.0</TargetFrameworks>", "runtime.dotnet.version=8.0")]
    [InlineData("Old.csproj", "<TargetFramework>netcoreapp3.1</TargetFramework>", "runtime.dotnet.version=3.1")]
    [InlineData("package.json", """{"engines":{"node":">=22.1"},"dependencies":{"react":"^19.1.0"},"devDependencies":{"typescript":"~5.8.2"}}""", "framework.react.version=19.1.0 framework.typescript.version=5.8.2 runtime.node.version=22.1")]
    [InlineData("package.json", "{", "")]
    [InlineData("pom.xml", "<properties><java.version>21</java.version></properties>", "runtime.java.version=21")]
    [InlineData("go.mod", "module example.com/cart\n\ngo 1.24.1\n", "runtime.go.version=1.24.1")]
    [InlineData("pyproject.toml", "[project]\nname = \"cart\"\nrequires-python = \">=3.12\"\n", "runtime.python.version=3.12")]
    [InlineData("Dockerfile", "FROM sdk:10.0 AS build\nRUN make\nFROM --platform=linux/amd64 mcr.example.com/aspnet:10.0-noble\n", "image.base=mcr.example.com/aspnet:10.0-noble")]
    [InlineData("Dockerfile", "ARG BASE\nFROM $BASE\n", "")]
    public void A_manifest_says_what_it_is_built_with(string file, string text, string says) =>
        string.Join(' ', Manifest.Lowest(Manifest.Read(file, text)).Select(one => $"{one.Name}={one.Value}")).ShouldBe(says);

    [Fact]
    public async Task A_manifest_belongs_to_the_component_nearest_above_it()
    {
        await using var catalog = await TestCatalog.StartAsync();
        using var folder = new TempFolder();
        folder.Write("cart/catalog-info.yaml", Yaml.Component("cart"));
        folder.Write("cart/src/Cart.csproj", "<TargetFramework>net9.0</TargetFramework>");
        folder.Write("cart/web/catalog-info.yaml", Yaml.Component("cart-web"));
        folder.Write("cart/web/package.json", """{"engines":{"node":"22"}}""");
        folder.Write("cart/web/node_modules/react/package.json", """{"engines":{"node":"10"}}""");
        folder.Write("both/catalog-info.yaml", $"{Yaml.Component("one")}\n---\n{Yaml.Component("two")}");
        folder.Write("both/go.mod", "go 1.22\n");
        folder.Write("Dockerfile", "FROM nobody\n");
        await catalog.CrawlNewAsync(folder.Path);
        await catalog.Writer.SettleAsync(TestCatalog.Ct);

        var processor = new ManifestProcessor(catalog.Readers, catalog.Memory, new Credentials(), new CrawlTurns());
        var run = new ProcessorRun(await catalog.Memory.LiveAsync(TestCatalog.Ct), null, catalog.Clock.GetUtcNow());
        var observed = new List<Observed>();
        await foreach (var one in processor.ObserveAsync(run, TestCatalog.Ct))
            observed.Add(one);

        observed.Select(one => $"{one.Entity} {string.Join(' ', one.Facts.Select(fact => $"{fact.Name}={fact.Value}"))}").ShouldBe(
            ["component:default/cart runtime.dotnet.version=9.0", "component:default/cart-web runtime.node.version=22"], ignoreOrder: true);
        observed[0].Facts[0].ShouldSatisfyAllConditions(fact => fact.Value.ShouldBeOfType<FactValue.Version>(), fact => fact.ValidUntil.ShouldBe(run.Now.AddDays(7)));
    }
}
