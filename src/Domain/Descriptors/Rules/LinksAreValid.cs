using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>Each link goes to an absolute URL; its title and icon are not blank.</summary>
internal sealed class LinksAreValid : IDescriptorRule
{
    public Fault? Check(JsonElement document) =>
        Descriptor.At(document, "metadata", "links") is { } links
            ? links.EnumerateArray().Select(FaultOf).FirstOrDefault(fault => fault is not null)
            : null;

    private static Fault? FaultOf(JsonElement link, int index)
    {
        if (Descriptor.Text(link, "url") is { } url && !WhatwgUrl.IsAbsolute(url))
            return Violation(index, "url", Formats.UrlText, url);
        foreach (var member in (ReadOnlySpan<string>)["title", "icon"])
        {
            if (Descriptor.Text(link, member) is { } text && IsBlank(text))
                return Violation(index, member, Formats.SomeText, text);
        }

        return null;
    }

    private static Fault Violation(int index, string member, string expected, string found) =>
        Formats.Violation("links-are-valid", $"/metadata/links/{index}/{member}", $"links.{index}.{member}", expected, found);

    // As String.prototype.trim sees it: a byte order mark is blank, a next-line character (U+0085) is not.
    private static bool IsBlank(string text) => text.All(unit => unit == '\uFEFF' || (unit != '\u0085' && char.IsWhiteSpace(unit)));
}
