using EventCatalog.Api.GraphQL;

namespace EventCatalog.Api.Tests.GraphQL;

public sealed class StatusTableTests
{
    [Theory]
    [InlineData(Outcome.Answered, 200, 200, 200, 200)]
    [InlineData(Outcome.AnsweredWithErrors, 200, 200, 200, 294)]
    [InlineData(Outcome.DocumentNotParsed, 200, 400, 200, 400)]
    [InlineData(Outcome.DocumentNotValid, 200, 400, 200, 422)]
    [InlineData(Outcome.RequestNotValid, 200, 400, 200, 422)]
    [InlineData(Outcome.ParametersNotValid, 400, 400, 422, 422)]
    [InlineData(Outcome.NotJson, 400, 400, 400, 400)]
    [InlineData(Outcome.Forbidden, 403, 403, 403, 403)]
    [InlineData(Outcome.MethodNotAllowed, 405, 405, 405, 405)]
    [InlineData(Outcome.NotAcceptable, 406, 406, 406, 406)]
    [InlineData(Outcome.TooLarge, 413, 413, 413, 413)]
    [InlineData(Outcome.UnsupportedMediaType, 415, 415, 415, 415)]
    [InlineData(Outcome.TooManyRequests, 429, 429, 429, 429)]
    [InlineData(Outcome.Unavailable, 503, 503, 503, 503)]
    [InlineData(Outcome.NotFound, 404, 404, 404, 404)]
    [InlineData(Outcome.Conflict, 409, 409, 409, 409)]
    public void Each_outcome_has_its_status_in_each_profile_and_media_type(Outcome outcome, int auditJson, int audit, int draftJson, int draft)
    {
        StatusTable.StatusOf(outcome, StatusProfile.Audit, asJson: true).ShouldBe(auditJson);
        StatusTable.StatusOf(outcome, StatusProfile.Audit, asJson: false).ShouldBe(audit);
        StatusTable.StatusOf(outcome, StatusProfile.Draft2026, asJson: true).ShouldBe(draftJson);
        StatusTable.StatusOf(outcome, StatusProfile.Draft2026, asJson: false).ShouldBe(draft);
    }

    [Fact]
    public void The_default_is_what_clients_know_today() => new GraphQLOptions().StatusProfile.ShouldBe(StatusProfile.Audit);
}

/// <summary>The endpoint with the statuses of the current draft.</summary>
public sealed class DraftServer : SmallServer
{
    protected override GraphQLOptions Options => new() { StatusProfile = StatusProfile.Draft2026 };
}

public sealed class DraftProfileTests(DraftServer server) : IClassFixture<DraftServer>
{
    private const string GraphQL = "application/graphql-response+json";

    [Theory]
    [InlineData("""{"query":"{ hello }"}""", 200)]
    [InlineData("""{"query":"{ hello broken }"}""", 294)]
    [InlineData("""{"query":"{"}""", 400)]
    [InlineData("""{"query":"{ nothing }"}""", 422)]
    [InlineData("""{"query":"query A { hello } query B { hello }"}""", 422)]
    [InlineData("""{"query":"query ($n: Int!) { count }","variables":{"n":"x"}}""", 422)]
    [InlineData("""{"query":7}""", 422)]
    [InlineData("""{"query":""", 400)]
    public async Task The_draft_profile_is_served_when_configured(string body, int status) =>
        (await server.PostAsync(body, GraphQL)).Code.ShouldBe(status);
}
