using EventCatalog.EventStore;
using EventCatalog.GraphQL;

namespace EventCatalog.Api.Audit;

/// <summary>What a caller may ask of the store.</summary>
public static class AuditMutations
{
    private const string Sdl =
        """"
        extend type Mutation {
          "Checks every event and every anchor, at half speed, and answers at once: `audit { verification }` says how far it is. One at a time."
          verifyStore: Verification!
        }
        """";

    public static SchemaBuilder AddAuditMutations(this SchemaBuilder schema, bool readOnly) => schema.Add(Sdl).FieldAsync<object>("Mutation.verifyStore", (_, context) =>
        readOnly ? throw new GraphQLError("This portal is read-only: send `verifyStore` to an ordinary portal of this catalog, or run `eventcatalog verify`.", "READ_ONLY") : StartAsync(context));

    private static async ValueTask<object?> StartAsync(FieldContext context)
    {
        var ending = context.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            var (begun, _) = await context.Services.GetRequiredService<VerificationRuns>().StartAsync("portal", ending);
            return begun;
        }
        catch (OperationRefusedException refused)
        {
            throw new GraphQLError(refused.Message);
        }
    }
}
