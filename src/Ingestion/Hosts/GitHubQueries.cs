namespace EventCatalog.Ingestion.Hosts;

/// <summary>What GitHub is asked of an organisation's people.</summary>
internal static class GitHubQueries
{
    private const string User = "login name email avatarUrl url";

    public const string Teams = $$"""
        query ($owner: String!, $after: String) {
          organization(login: $owner) {
            teams(first: 50, after: $after) {
              pageInfo { hasNextPage endCursor }
              nodes {
                slug combinedSlug name description url avatarUrl parentTeam { slug }
                members(first: 100, membership: IMMEDIATE) { pageInfo { hasNextPage endCursor } nodes { {{User}} } }
              }
            }
          }
        }
        """;

    public const string TeamMembers = $$"""
        query ($owner: String!, $slug: String!, $after: String) {
          organization(login: $owner) {
            team(slug: $slug) { members(first: 100, membership: IMMEDIATE, after: $after) { pageInfo { hasNextPage endCursor } nodes { {{User}} } } }
          }
        }
        """;

    public const string Members = $$"""
        query ($owner: String!, $after: String) {
          organization(login: $owner) { membersWithRole(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { {{User}} } } }
        }
        """;
}
