using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Domain.Tests.Descriptors;

public class CodeHostsTests
{
    [Theory]
    [InlineData("https://github.com/shop/cart/blob/main/a/b.yaml", "./x.yaml", "https://github.com/shop/cart/tree/main/a/x.yaml")]
    [InlineData("https://github.com/shop/cart/blob/main/a/b.yaml", "../x.yaml", "https://github.com/shop/cart/tree/main/x.yaml")]
    [InlineData("https://github.com/shop/cart/blob/main/a/b.yaml", "/r/x.yaml", "https://github.com/shop/cart/tree/main/r/x.yaml")]
    [InlineData("https://github.com/shop/cart/blob/main/a/b.yaml", "https://example.com/x", "https://example.com/x")]
    [InlineData("https://gitlab.com/shop/web/cart/-/blob/main/a/b.yaml", "/r/x.yaml", "https://gitlab.com/shop/web/cart/-/blob/main/r/x.yaml")]
    [InlineData("https://bitbucket.org/shop/cart/src/main/a/b.yaml", "/r/x.yaml", "https://bitbucket.org/shop/cart/src/main/r/x.yaml")]
    [InlineData("https://bitbucket.example.com/projects/SHOP/repos/cart/browse/a/b.yaml?at=main", "/r/x.yaml", "https://bitbucket.example.com/projects/SHOP/repos/cart/browse/r/x.yaml?at=main")]
    [InlineData("https://dev.azure.com/shop/web/_git/cart?path=%2Fa%2Fb.yaml", "../x.yaml", "https://dev.azure.com/shop/web/_git/cart?path=%2Fx.yaml")]
    [InlineData("https://dev.azure.com/shop/web/_git/cart?path=%2Fa%2Fb.yaml", "/r/x.yaml", "https://dev.azure.com/shop/web/_git/cart?path=%2Fr%2Fx.yaml")]
    [InlineData("https://codeberg.org/shop/cart/src/branch/main/a/b.yaml", "/r/x.yaml", "https://codeberg.org/shop/cart/src/branch/main/r/x.yaml")]
    [InlineData("https://example.com/a/b.yaml", "x.yaml", "https://example.com/a/x.yaml")]
    [InlineData("https://example.com/a/b.yaml", "/x.yaml", "https://example.com/x.yaml")]
    public void A_target_is_read_from_the_file_that_names_it(string file, string target, string expected) =>
        CodeHosts.Resolve(target, file).ShouldBe(expected);

    [Fact]
    public void A_file_without_an_address_has_no_relative_targets() =>
        Should.Throw<RuleViolation>(() => CodeHosts.Resolve("./x", "catalog-info.yaml"));

    [Theory]
    [InlineData("https://github.com/shop/cart/blob/main/a", "https://github.com/Shop/cart/blob/dev/b", false)]
    [InlineData("https://github.com/shop/cart/blob/main/a", "https://github.com/shop/pay/blob/main/a", true)]
    [InlineData("https://gitlab.com/a/b/c/-/blob/main/x", "https://gitlab.com/a/b/d/-/blob/main/x", true)]
    [InlineData("https://github.com/shop/cart/blob/main/a", "https://github.com/shop/cart/raw/main/a", false)]
    [InlineData("https://github.com/shop/cart/blob/main/a", "https://raw.githubusercontent.com/shop/cart/main/a", false)]
    [InlineData("https://github.com/shop/cart/blob/main/a", "https://raw.githubusercontent.com/shop/cart/main/b/src/a/x", true)]
    [InlineData("https://github.com/shop/cart/blob/main/a", "https://example.com/x", false)]
    public void Files_of_two_repositories_are_told_apart(string one, string other, bool expected) =>
        CodeHosts.AreOfDifferentRepositories(one, other).ShouldBe(expected);
}
