using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>The teams of a code host and who is in them.</summary>
internal sealed record People(IReadOnlyList<Team> Teams, IReadOnlyList<Member> Members);

/// <param name="Name">What the host calls it in addresses.</param>
/// <param name="Parent">Name of the team it is part of.</param>
/// <param name="Annotation">The annotation by which others find it, such as <c>github.com/team-slug</c>, and its value.</param>
internal sealed record Team(string Name, string Title, string? Description, string? Parent, string Page, string? Picture, (string Key, string Value) Annotation);

/// <param name="Teams">Names of the teams the person is in.</param>
internal sealed record Member(string Login, string? Name, string? Email, string? Picture, string Page, IReadOnlyList<string> Teams, (string Key, string Value) Annotation);

/// <summary>
/// People as the descriptor file they would be: Groups and Users go the way of every other entity, with its rules, conflicts and history.
/// </summary>
internal static partial class PeopleDescriptors
{
    public static byte[] Write(People people)
    {
        var text = new StringBuilder();
        foreach (var team in people.Teams.OrderBy(team => team.Name, StringComparer.Ordinal))
            text.Append("---\n").Append(Group(team).ToJsonString()).Append('\n');
        foreach (var member in people.Members.OrderBy(member => member.Login, StringComparer.Ordinal))
            text.Append("---\n").Append(User(member).ToJsonString()).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A name as entities may have it: other characters become hyphens.</summary>
    public static string NameOf(string text) => Outside().Replace(text, "-").Trim('-', '_', '.');

    private static JsonObject Group(Team team) => Entity("Group", team.Name, team.Description, team.Page, team.Annotation, Without(new JsonObject
    {
        ["type"] = "team",
        ["profile"] = Without(new JsonObject { ["displayName"] = team.Title, ["picture"] = team.Picture }),
        ["parent"] = team.Parent is null ? null : NameOf(team.Parent),
        ["children"] = new JsonArray(),
    }));

    private static JsonObject User(Member member) => Entity("User", member.Login, null, member.Page, member.Annotation, new JsonObject
    {
        ["profile"] = Without(new JsonObject { ["displayName"] = member.Name ?? member.Login, ["email"] = member.Email, ["picture"] = member.Picture }),
        ["memberOf"] = new JsonArray([.. member.Teams.Order(StringComparer.Ordinal).Select(team => (JsonNode)NameOf(team)!)]),
    });

    private static JsonObject Entity(string kind, string name, string? description, string page, (string Key, string Value) annotation, JsonObject spec) => new()
    {
        ["apiVersion"] = "backstage.io/v1alpha1",
        ["kind"] = kind,
        ["metadata"] = Without(new JsonObject
        {
            ["name"] = NameOf(name),
            ["description"] = description,
            ["annotations"] = new JsonObject { [annotation.Key] = annotation.Value, ["backstage.io/view-url"] = page },
        }),
        ["spec"] = spec,
    };

    // Hosts say nothing by an empty text as well as by none.
    private static JsonObject Without(JsonObject members)
    {
        foreach (var name in members.Where(member => member.Value is null || (member.Value is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 0)).Select(member => member.Key).ToArray())
            members.Remove(name);
        return members;
    }

    [GeneratedRegex("[^a-zA-Z0-9_.-]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Outside();
}
