using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;

namespace EventCatalog.ReadModels.Audit;

/// <summary>Whether an anchor is signed, and rightly.</summary>
public enum AnchorSignature
{
    Right,
    Wrong,
    Unsigned,
}

/// <summary>The GraphQL fields of what proves the log.</summary>
public static class AuditFields
{
    private const int MostAnchors = 100;

    public static SchemaBuilder AddAudit(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("audit"))
        .FieldAsync<object>("Query.audit", async (_, context) =>
            new AuditKeys(await context.Service<Anchors>().KeysAsync(context.Cancellation), context.Service<SigningKeyFile>()))
        .FieldAsync<AuditKeys>("Audit.anchors", AnchorsAsync)
        .FieldAsync<AuditKeys>("Audit.anchored", async (_, context) => await context.Service<Anchors>().CountAsync(context.Cancellation))
        .FieldAsync<AuditKeys>("Audit.unanchored", async (_, context) =>
        {
            var from = await context.Service<Anchors>().LastAsync(context.Cancellation) + 1;
            var after = await context.Service<AuditQueries>().PreviewAsync(null, new PositionRange(from, long.MaxValue), context.Cancellation);
            return new { after.Events, From = from };
        })
        .FieldAsync<AuditKeys>("Audit.export", (_, context) => PreviewAsync(context))
        .FieldAsync<AuditKeys>("Audit.verification", async (_, context) => await context.Service<VerificationRuns>().LatestAsync(context.Cancellation));

    private static async ValueTask<object?> AnchorsAsync(AuditKeys keys, FieldContext context)
    {
        var latest = await context.Service<Anchors>().LatestAsync(Math.Clamp(context.Argument<int>("last"), 0, MostAnchors), context.Cancellation);
        return latest.Select(anchor => new
        {
            anchor.From, anchor.To, Events = anchor.Leaves, anchor.Root, anchor.Link, anchor.At, anchor.Key,
            Signature = anchor.Key is null ? AnchorSignature.Unsigned : anchor.IsSignedBy(keys.Known) ? AnchorSignature.Right : AnchorSignature.Wrong,
        }).ToList();
    }

    private static async ValueTask<object?> PreviewAsync(FieldContext context)
    {
        var queries = context.Service<AuditQueries>();
        try
        {
            var scope = AuditScope.Parse(context.Optional<string>("scope"));
            var range = await queries.RangeAsync(AuditInstants.From(context.Optional<string>("from")), AuditInstants.To(context.Optional<string>("to")), context.Cancellation);
            var preview = await queries.PreviewAsync(scope, range, context.Cancellation);
            return new { range.From, range.To, preview.Events, Streams = preview.Streams?.Count };
        }
        catch (RuleViolation fault)
        {
            throw new GraphQLError(fault.Message);
        }
    }

    private sealed record AuditKeys(IReadOnlyDictionary<string, PublicKey> Known, SigningKeyFile File)
    {
        private readonly (PublicKey? Key, string? Problem) current = Open(File);

        public PublicKey? Key => current.Key;
        public string? KeyProblem => current.Problem;
        public IReadOnlyList<PublicKey> Keys => [.. Known.Values.Concat(Key is null ? [] : [Key]).DistinctBy(key => key.Id, StringComparer.Ordinal)];

        private static (PublicKey?, string?) Open(SigningKeyFile file)
        {
            try
            {
                return (file.Open().Public, null);
            }
            catch (SigningKeyException problem)
            {
                return (null, problem.Message);
            }
        }
    }
}
