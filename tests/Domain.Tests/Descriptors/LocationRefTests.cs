using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Domain.Tests.Descriptors;

public class LocationRefTests
{
    [Theory]
    [InlineData("url:https://host/path", "url", "https://host/path")]
    [InlineData(" file : ./a:b ", "file", "./a:b")]
    [InlineData("git:https://host/r.git#catalog-info.yaml", "git", "https://host/r.git#catalog-info.yaml")]
    public void It_is_split_at_the_first_colon_and_trimmed(string text, string type, string target)
    {
        var location = LocationRef.Parse(text);
        (location.Type, location.Target).ShouldBe((type, target));
        location.ToString().ShouldBe($"{type}:{target}");
        LocationRef.Parse(location.ToString()).ShouldBe(location);
    }

    [Theory]
    [InlineData("https://host/path", "Invalid location ref 'https://host/path', please prefix it with 'url:', e.g. 'url:https://host/path'")]
    [InlineData("http:x", "Invalid location ref 'http:x', please prefix it with 'url:', e.g. 'url:http:x'")]
    [InlineData("nothing", "Unable to parse location ref 'nothing', expected '<type>:<target>', e.g. 'url:https://host/path'")]
    [InlineData(":x", "Unable to parse location ref ':x', expected '<type>:<target>', e.g. 'url:https://host/path'")]
    [InlineData("url: ", "Unable to parse location ref 'url: ', expected '<type>:<target>', e.g. 'url:https://host/path'")]
    [InlineData("url:javascript:alert(1)", "Invalid location ref 'url:javascript:alert(1)', target is a javascript: URL")]
    [InlineData("url:\u0001JAVA\nscript\t:x", "Invalid location ref 'url:\u0001JAVA\nscript\t:x', target is a javascript: URL")]
    public void What_is_none_is_refused_in_the_words_of_Backstage(string text, string message)
    {
        Should.Throw<RuleViolation>(() => LocationRef.Parse(text)).Message.ShouldBe(message);
        LocationRef.TryParse(text, out _).ShouldBeFalse();
    }

    [Fact]
    public void It_cannot_be_made_of_empty_parts_or_a_script()
    {
        Should.Throw<RuleViolation>(() => LocationRef.Of("", "x"));
        Should.Throw<RuleViolation>(() => LocationRef.Of("url", ""));
        Should.Throw<RuleViolation>(() => LocationRef.Of("url", "javascript:x"));
        LocationRef.Of("url", "https://x").ToString().ShouldBe("url:https://x");
    }
}
