using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Tests.Sources;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("https://ada:s3cret@git.example.com/x.git", "https://git.example.com/x.git", "ada:s3cret")]
    [InlineData("https://tok%3Den@git.example.com/x.git#main", "https://git.example.com/x.git#main", "tok=en")]
    [InlineData("https://ada:p@ss@git.example.com/x", "https://git.example.com/x", "ada:p@ss")]
    [InlineData("ssh://git:pw@host/x", "ssh://host/x", "git:pw")]
    [InlineData("ssh://git@host/x", "ssh://git@host/x", null)]
    [InlineData("git@host:x", "git@host:x", null)]
    [InlineData("https://host/a@b", "https://host/a@b", null)]
    public void Credentials_are_taken_out_of_an_address(string target, string redacted, string? credentials) =>
        Redaction.Split(target).ShouldBe((redacted, credentials));

    [Fact]
    public void Credentials_are_taken_out_of_a_sentence() =>
        Redaction.Redact("fatal: unable to access 'https://ada:s3cret@host/x.git/': no").ShouldBe("fatal: unable to access 'https://host/x.git/': no");
}
