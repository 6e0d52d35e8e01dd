using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Tests.Sources;

public sealed class GlobTests
{
    [Theory]
    [InlineData("a/*.yaml", "a/x.yaml", true)]
    [InlineData("a/*.yaml", "a/b/x.yaml", false)]
    [InlineData("a/*.yaml", "a/.x.yaml", false)]
    [InlineData("a/.*.yaml", "a/.x.yaml", true)]
    [InlineData("**/x.yaml", "x.yaml", true)]
    [InlineData("**/x.yaml", "a/b/x.yaml", true)]
    [InlineData("**/x.yaml", ".a/x.yaml", false)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**/c.yaml", "a/c.yaml", true)]
    [InlineData("a**/c.yaml", "ab/c.yaml", true)]
    [InlineData("a**/c.yaml", "ab/b/c.yaml", false)]
    [InlineData("x.{yaml,yml}", "x.yml", true)]
    [InlineData("x.{yaml,yml}", "x.json", false)]
    [InlineData("{a,b/{c,d}}.yaml", "b/d.yaml", true)]
    [InlineData("?.yaml", "a.yaml", true)]
    [InlineData("?.yaml", "ab.yaml", false)]
    [InlineData("[a-c].yaml", "b.yaml", true)]
    [InlineData("[!a-c].yaml", "b.yaml", false)]
    [InlineData("[!a-c].yaml", "d.yaml", true)]
    [InlineData("a.yaml", "axyaml", false)]
    [InlineData("a.yaml", "a.yaml\n", false)]
    [InlineData("a{b", "a{b", true)]
    [InlineData("a[b", "a[b", true)]
    public void A_glob_fits_the_paths_it_should(string pattern, string path, bool fits) => new Glob(pattern).IsMatch(path).ShouldBe(fits);

    [Fact]
    public void A_pattern_for_file_names_fits_hidden_files_too() => new Glob("*", hiddenToo: true).IsMatch(".x").ShouldBeTrue();

    [Theory]
    [InlineData("[z-a]")]
    public void What_is_no_pattern_is_refused(string pattern) =>
        Should.Throw<UnreadableFileException>(() => new Glob(pattern)).Message.ShouldContain(pattern);
}
