using System.Text.Json;
using static EventCatalog.Ingestion.Hosts.HostApi;

namespace EventCatalog.Ingestion.Webhooks;

/// <summary>What a delivery says, whichever host sent it.</summary>
/// <param name="Event">The host's name of it, such as <c>push</c>.</param>
/// <param name="Repositories">Whole paths of the repositories it is about, the former name of a renamed one included.</param>
/// <param name="Branches">The branches that changed; null where it is not about branches, and all is to be looked at.</param>
/// <param name="DefaultBranch">Of the repository.</param>
/// <param name="People">Whether teams or members changed.</param>
public sealed record WebhookPayload(string Event, IReadOnlyList<string> Repositories, IReadOnlyList<string>? Branches, string? DefaultBranch, bool People)
{
    private static readonly string[] PeopleEvents =
        ["team", "membership", "organization", "member", "user_add_to_group", "user_remove_from_group", "user_update_for_group", "subgroup_create", "subgroup_destroy", "group_rename"];

    /// <summary>Whether there is nothing in it to read, such as a greeting.</summary>
    public bool IsIdle => Repositories.Count == 0 && !People;

    /// <exception cref="JsonException">The body is not an object of JSON.</exception>
    public static WebhookPayload Parse(WebhookDelivery delivery)
    {
        using var document = JsonDocument.Parse(delivery.Body.Length == 0 ? "{}"u8.ToArray() : delivery.Body);
        var body = document.RootElement;
        if (body.ValueKind is not JsonValueKind.Object)
            throw new JsonException("The body is not an object");
        var name = delivery.Header("x-github-event") ?? delivery.Header("x-gitea-event") ?? delivery.Header("x-event-key")
            ?? Text(body, "event_name") ?? Text(body, "object_kind") ?? delivery.Header("x-gitlab-event") ?? "change";
        var repository = Member(body, "repository") ?? default;
        var project = Member(body, "project") ?? default;
        string?[] paths =
        [
            Text(repository, "full_name"), Text(project, "path_with_namespace"), Text(body, "path_with_namespace"), Text(body, "old_path_with_namespace"),
            Text(body, "repository"), Former(body, repository),
        ];
        return new WebhookPayload(
            name,
            [.. paths.OfType<string>().Where(path => path.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)],
            BranchesOf(body), Text(repository, "default_branch") ?? Text(project, "default_branch"),
            PeopleEvents.Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    private static string[]? BranchesOf(JsonElement body)
    {
        if (Member(body, "push") is { } push && push.TryGetProperty("changes", out var changes) && changes.ValueKind is JsonValueKind.Array)
            return [.. changes.EnumerateArray().Select(change => Text(Member(change, "new") ?? Member(change, "old") ?? default, "name")).OfType<string>()];
        // The creation of a branch names it alone; a push names it whole.
        return Text(body, "ref") is { } reference ? [reference.StartsWith("refs/heads/", StringComparison.Ordinal) ? reference["refs/heads/".Length..] : reference] : null;
    }

    /// <summary>What a renamed or moved repository was called: GitHub tells its old name, or its old owner; Bitbucket the whole path.</summary>
    private static string? Former(JsonElement body, JsonElement repository)
    {
        if (Member(body, "changes") is not { } changes)
            return null;
        if (Member(changes, "full_name") is { } whole)
            return Text(whole, "old");
        var now = Text(repository, "full_name")?.Split('/', 2);
        if (now is not [var owner, var name])
            return null;
        if (Member(changes, "repository") is { } renamed && Member(renamed, "name") is { } old && Text(old, "from") is { } from)
            return $"{owner}/{from}";
        var former = Member(changes, "owner") is { } moved && Member(moved, "from") is { } place ? Member(place, "organization") ?? Member(place, "user") : null;
        return former is { } giver && Text(giver, "login") is { } login ? $"{login}/{name}" : null;
    }

    private static JsonElement? Member(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.Object ? member : null;
}
