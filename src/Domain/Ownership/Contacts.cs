using System.Text.Json;
using System.Text.RegularExpressions;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Domain.Ownership;

public enum ContactKind
{
    Chat,
    Mail,
    OnCall,
    Link,
}

/// <summary>A way to reach an owner.</summary>
/// <param name="Label">What to show.</param>
/// <param name="Url">Where there is an address; never one that runs as script.</param>
public sealed record Contact(ContactKind Kind, string Label, string? Url);

/// <summary>How to reach an owner, from what its descriptor publishes.</summary>
public static partial class Contacts
{
    /// <summary>
    /// Annotations that name a chat channel, a mail address, or a service of PagerDuty or Opsgenie; the mail address of the profile; the links. Who is on
    /// call comes first, each address once.
    /// </summary>
    public static IReadOnlyList<Contact> Of(JsonElement descriptor) =>
    [
        .. OfAnnotations(descriptor).Concat(OfProfile(descriptor)).Concat(OfLinks(descriptor))
            .DistinctBy(contact => contact.Url ?? contact.Label, StringComparer.Ordinal)
            .OrderByDescending(contact => contact.Kind is ContactKind.OnCall),
    ];

    private static IEnumerable<Contact> OfAnnotations(JsonElement descriptor)
    {
        if (Descriptor.At(descriptor, "metadata", "annotations") is not { ValueKind: JsonValueKind.Object } annotations)
            yield break;
        foreach (var annotation in annotations.EnumerateObject())
        {
            if (annotation.Value.ValueKind != JsonValueKind.String || annotation.Value.GetString() is not { Length: > 0 } value)
                continue;
            if (annotation.Name.StartsWith("pagerduty.com/", StringComparison.Ordinal))
                yield return new Contact(ContactKind.OnCall, $"PagerDuty {value}", annotation.Name is "pagerduty.com/service-id" ? $"https://app.pagerduty.com/service-directory/{Uri.EscapeDataString(value)}" : null);
            else if (annotation.Name.StartsWith("opsgenie.com/", StringComparison.Ordinal))
                yield return new Contact(ContactKind.OnCall, $"Opsgenie {value}", null);
            else if (annotation.Name.Contains("slack", StringComparison.OrdinalIgnoreCase))
                yield return IsWeb(value) ? new Contact(ContactKind.Chat, value, value)
                    : new Contact(ContactKind.Chat, $"#{value.TrimStart('#')}", $"https://slack.com/app_redirect?channel={Uri.EscapeDataString(value.TrimStart('#'))}");
            else if (MailKey().IsMatch(annotation.Name))
                yield return Mail(value);
        }
    }

    private static IEnumerable<Contact> OfProfile(JsonElement descriptor) =>
        Descriptor.Text(descriptor, "spec", "profile", "email") is { Length: > 0 } email ? [Mail(email)] : [];

    private static IEnumerable<Contact> OfLinks(JsonElement descriptor)
    {
        if (Descriptor.At(descriptor, "metadata", "links") is not { ValueKind: JsonValueKind.Array } links)
            yield break;
        foreach (var link in links.EnumerateArray())
        {
            if (Descriptor.Text(link, "url") is not { } url || !(IsWeb(url) || url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)))
                continue;
            var label = Descriptor.Text(link, "title") ?? url;
            yield return new Contact(KindOf(url, $"{label} {Descriptor.Text(link, "type")}"), label, url);
        }
    }

    private static ContactKind KindOf(string url, string words) =>
        OnCallWords().IsMatch(words) || OnCallHost().IsMatch(url) ? ContactKind.OnCall
        : url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? ContactKind.Mail
        : ChatHost().IsMatch(url) ? ContactKind.Chat
        : ContactKind.Link;

    private static Contact Mail(string address) => new(ContactKind.Mail, address, $"mailto:{address}");

    private static bool IsWeb(string url) =>
        url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(?:^|[/.-])e?mail$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MailKey();

    [GeneratedRegex(@"\bon[- ]?call\b|\bpager", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OnCallWords();

    [GeneratedRegex(@"^https?://[^/]*(?:pagerduty|opsgenie)\.", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OnCallHost();

    [GeneratedRegex(@"^https?://[^/]*(?:slack|teams\.microsoft|chat\.google)\.", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ChatHost();
}
