using EventCatalog.GraphQL;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.Api.GraphQL;

/// <summary>The one way in: by POST, GET, stream or socket, a request's document is found and its caller's budget put beside it.</summary>
public sealed class Intake(GraphQLExecutor executor, DocumentSource documents, Budgets budgets)
{
    /// <exception cref="RefusedRequest">The document is not known or not allowed, or must not be asked for by this method.</exception>
    public GraphQLRequest Take(RequestParameters parameters, HttpContext http)
    {
        var isPost = HttpMethods.IsPost(http.Request.Method);
        var request = Take(parameters, Caller.Of(http), tellsRemaining: isPost);
        // A page or a crawler may follow any link, so nothing may change by GET.
        return isPost || executor.FindOperationType(request) != OperationType.Mutation
            ? request
            : throw new RefusedRequest(Outcome.MethodNotAllowed, "A mutation must be sent by POST.", "METHOD_NOT_ALLOWED") { Allow = "POST" };
    }

    /// <param name="tellsRemaining">Whether the answer is to say what is left of the budget.</param>
    /// <exception cref="RefusedRequest">The document is not known or not allowed.</exception>
    public GraphQLRequest Take(RequestParameters parameters, string caller, bool tellsRemaining) =>
        documents.Find(parameters) with { Admit = cost => budgets.Admit(caller, cost, tellsRemaining) };
}
