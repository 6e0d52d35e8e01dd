using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Tests.Sources;

public sealed class CodeHostPagesTests
{
    [Theory]
    [InlineData("https://github.com/acme/shop.git", "main", "https://github.com/acme/shop/blob/main/")]
    [InlineData("git@github.com:acme/shop.git", "feature/x", "https://github.com/acme/shop/blob/feature/x/")]
    [InlineData("ssh://git@gitlab.com/acme/group/shop", "main", "https://gitlab.com/acme/group/shop/-/blob/main/")]
    [InlineData("https://bitbucket.org/acme/shop", "main", "https://bitbucket.org/acme/shop/src/main/")]
    [InlineData("https://git.example.com/acme/shop", "main", null)]
    [InlineData("/srv/git/shop.git", "main", null)]
    public void A_known_host_has_pages_for_files(string clone, string branch, string? pages) => CodeHostPages.FilePages(clone, branch).ShouldBe(pages);

    [Theory]
    [InlineData("https://github.com/acme/shop/blob/main/a/b.yaml", "https://raw.githubusercontent.com/acme/shop/main/a/b.yaml")]
    [InlineData("https://github.com/acme/shop/tree/main/a/b.yaml", "https://raw.githubusercontent.com/acme/shop/main/a/b.yaml")]
    [InlineData("https://gitlab.com/acme/shop/-/blob/main/b.yaml", "https://gitlab.com/acme/shop/-/raw/main/b.yaml")]
    [InlineData("https://git.example.com/b.yaml", "https://git.example.com/b.yaml")]
    public void The_text_behind_a_page_has_its_own_address(string page, string text) => CodeHostPages.RawText(new Uri(page)).AbsoluteUri.ShouldBe(text);
}
