using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Facts;
using EventCatalog.Ingestion.Formats;

namespace EventCatalog.Api.Intake;

/// <summary>What goes wrong with a request of the intake, as problem details (RFC 9457). Nothing of such a request is in the log, but for what another answer acknowledged.</summary>
public sealed class IntakeRefusals : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // The portal has no authentication yet: a page of another site must not write through the browser of who is at the keyboard.
        if (context.HttpContext.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
            return TypedResults.Problem("Pages of other sites may not send reports.", statusCode: StatusCodes.Status403Forbidden);
        try
        {
            return await next(context);
        }
        catch (UnreadableReportException unreadable)
        {
            return TypedResults.Problem(
                unreadable.Message, statusCode: StatusCodes.Status422UnprocessableEntity,
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["line"] = unreadable.Line, ["column"] = unreadable.Column });
        }
        catch (RuleViolation refused)
        {
            return TypedResults.Problem(refused.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
        catch (UnsupportedBodyException unsupported)
        {
            return TypedResults.Problem(unsupported.Message, statusCode: StatusCodes.Status415UnsupportedMediaType);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            return TypedResults.Problem($"{tooLarge.Message} Nothing was taken: send it in parts.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }
        catch (InvalidDataException packed)
        {
            return TypedResults.Problem($"The body cannot be unpacked: {packed.Message}", statusCode: StatusCodes.Status400BadRequest);
        }
        catch (Exception e) when (Weather.Is(e) || e is FactMemoryBehindException)
        {
            context.HttpContext.Response.Headers.RetryAfter = "5";
            return TypedResults.Problem("The database cannot take it now; whether it did is not known. Send the same again: nothing is kept twice.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
