using EventCatalog.Domain.Ownership;

namespace EventCatalog.Domain.Tests.Ownership;

/// <summary>The rows follow the examples of the code hosts' own pages.</summary>
public class CodeOwnersTests
{
    private const string GitHub = """
        # comment
        *       @global-owner1 @global-owner2
        *.js    @js-owner #This is an inline comment.
        *.go docs@example.com
        *.txt @octo-org/octocats
        /build/logs/ @doctocat
        docs/*  docs@example.com
        apps/ @octocat
        /docs/ @doctocat
        /scripts/ @doctocat @octocat
        **/logs @octocat
        /apps/ @octocat
        /apps/github
        my\ file.md @blank
        !x.md @nobody
        [ab].md @nobody
        """;

    [Theory]
    [InlineData("README.md", "@global-owner1 @global-owner2")]
    [InlineData("deep/down/index.js", "@js-owner")]
    [InlineData("main.go", "docs@example.com")]
    [InlineData("a/b.txt", "@octo-org/octocats")]
    [InlineData("build/logs/x/y", "@octocat")]
    [InlineData("other/docs/getting-started.md", "@global-owner1 @global-owner2")]
    [InlineData("docs/build-app/troubleshooting.md", "@doctocat")]
    [InlineData("tools/apps/x", "@octocat")]
    [InlineData("scripts/a/b", "@doctocat @octocat")]
    [InlineData("deeply/nested/logs/x", "@octocat")]
    [InlineData("apps/github", "")]
    [InlineData("apps/github/x", "")]
    [InlineData("apps/gitlab", "@octocat")]
    [InlineData("my file.md", "@blank")]
    [InlineData("x.md", "@global-owner1 @global-owner2")]
    [InlineData("a.md", "@global-owner1 @global-owner2")]
    public void GitHub_takes_the_last_pattern_that_fits(string path, string owners) =>
        string.Join(' ', CodeOwners.Parse(GitHub, CodeOwnersDialect.GitHub).Of(path).ShouldHaveSingleItem().Owners).ShouldBe(owners);

    [Theory]
    [InlineData("docs/getting-started.md", "docs@example.com")]
    [InlineData("docs/build-app/troubleshooting.md", "")]
    public void A_star_at_the_end_reaches_no_folder_below(string path, string owners) =>
        string.Join(' ', CodeOwners.Parse("docs/*  docs@example.com", CodeOwnersDialect.GitHub).Of(path).SelectMany(match => match.Owners)).ShouldBe(owners);

    private const string GitLab = """
        * @default
        /docs/index.md @index
        README.md @readme
        config/ @ops
        !generated.rb
        [Database][2] @dba
        model/db/
        config/db/setup.md @docs-team
        ^[Documentation]
        docs/ @docs
        [DATABASE]
        model/db/legacy.sql @old
        """;

    [Theory]
    [InlineData("x", "@default")]
    [InlineData("a/README.md", "@readme")]
    [InlineData("a/config/x", "@ops")]
    [InlineData("a/generated.rb", "")]
    [InlineData("model/db/x", "@default|@dba")]
    [InlineData("model/db/legacy.sql", "@default|@old")]
    [InlineData("config/db/setup.md", "@ops|@docs-team")]
    [InlineData("docs/index.md", "@index|@docs")]
    [InlineData("a/docs/b", "@default|@docs")]
    public void GitLab_takes_the_last_of_each_section(string path, string owners) =>
        string.Join('|', CodeOwners.Parse(GitLab, CodeOwnersDialect.GitLab).Of(path).Select(match => string.Join(' ', match.Owners))).ShouldBe(owners);
}
