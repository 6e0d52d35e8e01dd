namespace EventCatalog.Domain.Delivery;

/// <summary>
/// All that is told of one subject is one stream. Nothing is decided on it: machines tell what happened in the order they please, and each message is known by its id.
/// </summary>
public static class DeliveryStream
{
    /// <summary>Names of pipelines, branches and incidents.</summary>
    public const int LongestName = 500;

    private const int LongestSubject = 200;
    private const int LongestId = 200;
    private const int LongestSource = 300;
    private const int LongestCommit = 100;
    private const int LongestUrl = 2000;

    /// <summary>Runs are found by what they are about, their source and id, which a database can index only so far.</summary>
    /// <exception cref="RuleViolation">A part of it is longer than is kept, or holds what no text can.</exception>
    public static void Check(DeliveryEvent told)
    {
        Check("reference", told.Subject.ToString(), LongestSubject);
        switch (told)
        {
            case DeliveryEvent.BuildStarted e: Check(e.Run); break;
            case DeliveryEvent.BuildFinished e: Check(e.Run); break;
            case DeliveryEvent.TestsStarted e: Check(e.Run); break;
            case DeliveryEvent.TestsFinished e: Check(e.Run); break;
            case DeliveryEvent.ChangeMerged e: Check(e.Run); break;
            case DeliveryEvent.DeploymentFinished e:
                Check(e.Run);
                Check("environment", e.Deployment.Environment, LongestName);
                Check("artifact", e.Deployment.Artifact, LongestName);
                Check("version", e.Deployment.Version, LongestName);
                break;
            case DeliveryEvent.IncidentDetected e: Check(e.Incident); break;
            case DeliveryEvent.IncidentResolved e: Check(e.Incident); break;
        }
    }

    private static void Check(Run run)
    {
        Check("id", run.Id, LongestId);
        Check("source", run.Source, LongestSource);
        Check("name", run.Name, LongestName);
        Check("commit", run.Commit, LongestCommit);
        Check("branch", run.Branch, LongestName);
        Check("url", run.Url, LongestUrl);
    }

    private static void Check(Incident incident)
    {
        Check(new Run(incident.Id, incident.Source, incident.Title, Branch: incident.Environment, Url: incident.Url));
        Check("severity", incident.Severity, LongestName);
    }

    private static void Check(string what, string? text, int most)
    {
        if (text?.Length > most)
            throw new RuleViolation($"The {what} \"{text[..40]}…\" has {text.Length} characters; {most} are kept");
        if (text?.Contains('\0', StringComparison.Ordinal) is true)
            throw new RuleViolation($"The {what} holds the character U+0000, which cannot be stored");
    }

    public static string Of(DeliverySubject subject) => $"delivery-{subject}";

    /// <summary>Host and path of a repository, however its address is written: with a scheme or as ssh writes it, with or without <c>.git</c>.</summary>
    /// <returns>Such as <c>github.com/acme/cart</c>; null where the text is no address of a repository.</returns>
    public static string? RepositoryOf(string address)
    {
        var text = address.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            var at = text.IndexOf('@', StringComparison.Ordinal) + 1;
            var colon = text.IndexOf(':', at);
            text = $"ssh://{(colon > 0 ? $"{text[at..colon]}/{text[(colon + 1)..]}" : text[at..])}";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return null;
        var path = uri.AbsolutePath.Trim('/');
        if (path.EndsWith(".git", StringComparison.OrdinalIgnoreCase))
            path = path[..^4];
        return path.Contains('/', StringComparison.Ordinal) ? $"{uri.Authority[(uri.Authority.IndexOf('@', StringComparison.Ordinal) + 1)..]}/{path}".ToLowerInvariant() : null;
    }
}
