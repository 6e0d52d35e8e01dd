namespace EventCatalog.Ingestion.Hosts;

/// <summary>What an operator says of one code host (<c>Catalog:Hosts</c>). No record: a record would print its token.</summary>
public sealed class CodeHostOptions
{
    /// <summary>As in its addresses: <c>github.com</c>, <c>git.example.com:8443</c>.</summary>
    public string Host { get; set; } = "";

    /// <summary>Where its API is, where that is not the usual place of its type.</summary>
    public string? Api { get; set; }

    /// <summary>Access token. Bitbucket takes <c>user:app-password</c> too.</summary>
    public string? Token { get; set; }

    /// <summary>What its webhooks are signed with; without it they are refused.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>Whether archived repositories are read too. Default: no.</summary>
    public bool Archived { get; set; }

    /// <summary>Whether forks are read too. Default: no.</summary>
    public bool Forks { get; set; }

    /// <summary>Whether its teams and their members become Groups and Users. Default: yes.</summary>
    public bool People { get; set; } = true;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    internal string? Fault =>
        Host.Length == 0 || Host.Contains('/', StringComparison.Ordinal) ? $"\"{Host}\" in Catalog:Hosts is not a host such as github.com"
        : Api is not null && !(Uri.TryCreate(Api, UriKind.Absolute, out var api) && api.Scheme is "http" or "https") ? $"The Api \"{Api}\" of {Host} in Catalog:Hosts is not an http or https address"
        : null;
}
