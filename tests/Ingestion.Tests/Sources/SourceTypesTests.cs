using EventCatalog.Domain;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Tests.Sources;

public sealed class SourceTypesTests
{
    [Theory]
    [InlineData("https://github.com/acme/shop.git", "git")]
    [InlineData("https://github.com/acme/shop", "git")]
    [InlineData("https://github.com/acme/shop#main", "git")]
    [InlineData("https://git.example.com/acme/shop/raw/catalog-info.yaml", "url")]
    [InlineData("https://git.example.com/catalog-info.yml?ref=main", "url")]
    [InlineData("https://github.com/acme", "github")]
    [InlineData("https://github.com/acme/shop-*#main", "github")]
    [InlineData("https://gitlab.com/acme", "gitlab")]
    [InlineData("https://codeberg.org/acme", "gitea")]
    [InlineData("https://bitbucket.org/acme", "bitbucket")]
    [InlineData("git@github.com:acme/shop.git", "git")]
    [InlineData("git@github.com:acme/shop.git#next", "git")]
    [InlineData("ssh://git@github.com/acme/shop", "git")]
    [InlineData("file:///srv/git/shop.git", "git")]
    [InlineData("/srv/missing/catalog-info.yaml", "file")]
    [InlineData("/srv/missing", "folder")]
    public void The_type_follows_from_the_target(string target, string type) => SourceTypes.Infer(target).ShouldBe((type, target));

    [Fact]
    public void A_bare_repository_is_git_and_a_work_tree_a_folder()
    {
        using var repository = new GitRepository();
        repository.Commit("first");
        repository.Push();

        SourceTypes.Infer(repository.Bare).Type.ShouldBe("git");
        SourceTypes.Infer(repository.Bare + "#main").ShouldBe(("git", repository.Bare + "#main"));
        SourceTypes.Infer(repository.Work + "/").ShouldBe(("folder", repository.Work));
        SourceTypes.Infer(repository.Work, "git").ShouldBe(("git", repository.Work));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--upload-pack=touch /tmp/x")]
    [InlineData("-x")]
    [InlineData("a\nb")]
    public void What_cannot_be_a_source_is_refused(string target) => Should.Throw<RuleViolation>(() => SourceTypes.Infer(target));

    [Fact]
    public void An_unknown_type_is_refused_with_the_known_ones() =>
        Should.Throw<RuleViolation>(() => SourceTypes.Infer("/srv", "svn")).Message.ShouldBe("\"svn\" is not a type of source; expected file, folder, git, url, github, gitlab, gitea or bitbucket");
}
