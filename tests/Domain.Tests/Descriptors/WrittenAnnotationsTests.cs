using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Domain.Tests.Descriptors;

/// <summary>The addresses are those that Backstage's integration package makes of ours.</summary>
public class WrittenAnnotationsTests
{
    private static DescriptorLocation At(string target) => new("url-1", target, "url:https://git.example.com/all.yaml");

    [Fact]
    public void A_file_that_is_no_URL_has_its_locations_only() =>
        WrittenAnnotations.Of(At("git:/srv/shop#catalog-info.yaml"), Documents.Component()).ShouldBe(
            new Dictionary<string, string>
            {
                ["backstage.io/managed-by-location"] = "git:/srv/shop#catalog-info.yaml",
                ["backstage.io/managed-by-origin-location"] = "url:https://git.example.com/all.yaml",
            },
            ignoreOrder: true);

    [Theory]
    [InlineData("https://github.com/shop/cart/blob/main/catalog-info.yaml", "https://github.com/shop/cart/edit/main/catalog-info.yaml", "https://github.com/shop/cart/tree/main/")]
    [InlineData("https://ghe.example.com/shop/cart/tree/main/deep/er/catalog-info.yaml", "https://ghe.example.com/shop/cart/edit/main/deep/er/catalog-info.yaml", "https://ghe.example.com/shop/cart/tree/main/deep/er/")]
    [InlineData("https://gitlab.com/shop/web/cart/-/blob/main/a/catalog-info.yaml", "https://gitlab.com/shop/web/cart/-/edit/main/a/catalog-info.yaml", "https://gitlab.com/shop/web/cart/-/blob/main/a/")]
    [InlineData("https://gitlab.example.com/shop/cart/-/blob/main/catalog-info.yaml?ref_type=heads", "https://gitlab.example.com/shop/cart/-/edit/main/catalog-info.yaml?ref_type=heads", "https://gitlab.example.com/shop/cart/-/blob/main/?ref_type=heads")]
    [InlineData("https://codeberg.org/shop/cart/src/branch/main/a/catalog-info.yaml", "https://codeberg.org/shop/cart/_edit/main/a/catalog-info.yaml", "https://codeberg.org/shop/cart/src/branch/main/a/")]
    [InlineData("https://bitbucket.org/shop/cart/src/main/a/catalog-info.yaml", "https://bitbucket.org/shop/cart/src/main/a/catalog-info.yaml?mode=edit&at=main", "https://bitbucket.org/shop/cart/src/main/a/")]
    [InlineData("https://bitbucket.example.com/projects/SHOP/repos/cart/browse/a/catalog-info.yaml?at=main", "https://bitbucket.example.com/projects/SHOP/repos/cart/browse/a/catalog-info.yaml", "https://bitbucket.example.com/projects/SHOP/repos/cart/browse/a/?at=main")]
    [InlineData("https://dev.azure.com/shop/web/_git/cart?path=%2Fa%2Fcatalog-info.yaml", "https://dev.azure.com/shop/web/_git/cart?path=%2Fa%2Fcatalog-info.yaml", "https://dev.azure.com/shop/web/_git/cart?path=%2Fa%2F")]
    [InlineData("https://dev.azure.com/shop/web/_git/cart?path=/catalog-info.yaml&version=GBmain", "https://dev.azure.com/shop/web/_git/cart?path=/catalog-info.yaml&version=GBmain", "https://dev.azure.com/shop/web/_git/cart?path=%2F&version=GBmain")]
    public void A_file_at_a_code_host_can_be_viewed_edited_and_has_a_folder(string url, string edit, string folder)
    {
        var written = WrittenAnnotations.Of(At($"url:{url}"), Documents.Component());

        written["backstage.io/view-url"].ShouldBe(url);
        written["backstage.io/edit-url"].ShouldBe(edit);
        written["backstage.io/source-location"].ShouldBe($"url:{folder}");
    }

    [Fact]
    public void A_script_is_no_address_to_view_or_edit()
    {
        var descriptor = Documents.Minimal("Component").With(
            "/metadata/annotations", """{"backstage.io/view-url":" java\nscript:alert(1)","backstage.io/edit-url":"JavaScript:x","backstage.io/source-location":"javascript:y"}""").Element();

        var written = WrittenAnnotations.Of(At("git:/srv/shop#catalog-info.yaml"), descriptor);

        (written["backstage.io/view-url"], written["backstage.io/edit-url"]).ShouldBe((WrittenAnnotations.Rejected, WrittenAnnotations.Rejected));
        written.ContainsKey("backstage.io/source-location").ShouldBeFalse();
    }

    [Fact]
    public void A_file_at_a_commit_cannot_be_edited()
    {
        var url = $"https://github.com/shop/cart/blob/{new string('0', 39)}1/catalog-info.yaml";
        WrittenAnnotations.Of(At($"url:{url}"), Documents.Component()).Keys.ShouldNotContain("backstage.io/edit-url");
    }

    [Fact]
    public void A_file_at_another_host_can_only_be_viewed() =>
        WrittenAnnotations.Of(At("url:https://example.com/catalog-info.yaml"), Documents.Component()).Keys
            .ShouldBe(["backstage.io/managed-by-location", "backstage.io/managed-by-origin-location", "backstage.io/view-url"], ignoreOrder: true);

    [Fact]
    public void What_the_file_says_itself_stands_but_for_its_locations()
    {
        var descriptor = Documents.Minimal("Component").With(
            "/metadata/annotations",
            """{"backstage.io/view-url":"https://a","backstage.io/edit-url":"https://b","backstage.io/source-location":"url:https://c","backstage.io/managed-by-location":"url:https://d"}""").Element();

        WrittenAnnotations.Of(At("url:https://github.com/shop/cart/blob/main/catalog-info.yaml"), descriptor).ShouldBe(
            new Dictionary<string, string>
            {
                ["backstage.io/managed-by-location"] = "url:https://github.com/shop/cart/blob/main/catalog-info.yaml",
                ["backstage.io/managed-by-origin-location"] = "url:https://git.example.com/all.yaml",
            },
            ignoreOrder: true);
    }
}
