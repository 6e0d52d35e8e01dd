using EventCatalog.GraphQL.Execution;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Validation;

namespace EventCatalog.GraphQL;

/// <summary>
/// Answers requests against one schema: parses, checks limits, validates, plans, executes. A document is prepared once and
/// remembered by its text. Safe for any number of requests at once.
/// </summary>
public sealed partial class GraphQLExecutor(Schema schema, ExecutionOptions options)
{
    private volatile Served served = new(schema, new DocumentCache(options.CachedDocuments));

    public Schema Schema => served.Schema;

    /// <summary>How many prepared documents are remembered now.</summary>
    public int CachedDocuments => served.Documents.Count;

    /// <summary>Answers by another schema from now on. What was begun by the one before is finished by it; prepared documents are forgotten.</summary>
    public void Use(Schema other) => served = new Served(other, new DocumentCache(options.CachedDocuments));

    /// <summary>
    /// Answers one request. What is wrong with the request or the resolvers is in the result; nothing but the caller's own
    /// cancellation is thrown. Queries and mutations only: a subscription is refused with SUBSCRIPTION_NOT_SUPPORTED;
    /// <see cref="Subscribe"/> takes it.
    /// </summary>
    /// <param name="ct">Stops the work; what resolvers had already done stays done.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<GraphQLResult> ExecuteAsync(GraphQLRequest request, IServiceProvider services, CancellationToken ct)
    {
        var (document, refusal) = Prepare(request.Query);
        if (document is null)
            return refusal!;

        OperationDefinitionNode operation;
        try
        {
            operation = document.FindOperation(request.OperationName);
        }
        catch (GraphQLError error)
        {
            return GraphQLResult.RequestError(error);
        }

        if (Refuse(operation) is { } unsupported)
            return NotValid(operation, [unsupported]);

        var errors = new List<GraphQLError>();
        var variables = VariableCoercion.Coerce(document.Schema, operation, request.Variables, errors);
        return errors.Count > 0
            ? NotValid(operation, errors)
            : await ExecuteAsync(document, operation, variables, request.Admit, services, rootValue: null, ct);
    }

    /// <summary>
    /// The kind of operation a request asks for, before it is executed; null when the request does not come so far, in which case
    /// executing it says why.
    /// </summary>
    public OperationType? FindOperationType(GraphQLRequest request)
    {
        try
        {
            return Prepare(request.Query).Document?.FindOperation(request.OperationName).Operation;
        }
        catch (GraphQLError)
        {
            // The same error is the answer of ExecuteAsync.
            return null;
        }
    }

    private async ValueTask<GraphQLResult> ExecuteAsync(
        PreparedDocument document,
        OperationDefinitionNode operation,
        Dictionary<string, object?> variables,
        Func<OperationCost, Admission>? admit,
        IServiceProvider services,
        object? rootValue,
        CancellationToken ct)
    {
        var plan = document.Plan(operation, document.Schema.RootType(operation.Operation)!, variables);
        var arguments = new ArgumentValues(variables);
        var (cost, refusal) = Weigh(plan, operation, arguments, admit);
        if (refusal is not null)
            return refusal;

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(options.Timeout);
        var run = new ExecutionRun(document.Schema, options, arguments, services, deadline.Token);
        GraphQLResult result;
        try
        {
            result = new GraphQLResult(run, await run.ExecuteAsync(plan, operation.Operation, rootValue), operation.Operation);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            result = Stopped(operation, FormattableString.Invariant($"The operation took longer than {options.Timeout.TotalSeconds} s and was stopped."), "TIMEOUT");
        }
        catch (AnswerTooLargeException)
        {
            result = Stopped(
                operation,
                FormattableString.Invariant($"The answer is larger than {options.MaxAnswerSize} bytes. Ask for shorter lists or fewer fields."),
                "ANSWER_TOO_LARGE");
        }

        (result.Cost, result.TellsCost, result.SourceEvent) = (cost, options.TellsCost && rootValue is null, rootValue);
        return result;
    }

    private static GraphQLResult Stopped(OperationDefinitionNode operation, string message, string code) =>
        new(GraphQLResultStatus.Executed, [new GraphQLError(message, code) { Locations = [operation.Location] }], operation.Operation);

    /// <summary>The cost of an operation, and the answer when it may not be executed for it.</summary>
    private (OperationCost Cost, GraphQLResult? Refusal) Weigh(
        OperationPlan plan, OperationDefinitionNode operation, ArgumentValues arguments, Func<OperationCost, Admission>? admit)
    {
        OperationCost cost;
        try
        {
            cost = new OperationCost(CostCount.Of(plan, arguments), options.MaxCost);
        }
        catch (GraphQLError error)
        {
            return (default, NotValid(operation, [error]));
        }

        var refusal = cost.Requested > cost.Limit ? TooExpensive(operation, cost) : null;
        if (refusal is null && admit?.Invoke(cost) is { } admission)
            (refusal, cost) = (admission.Refusal, cost with { Remaining = admission.Remaining });
        if (refusal is null)
            return (cost, null);
        var answer = NotValid(operation, [refusal]);
        (answer.Cost, answer.TellsCost) = (cost, options.TellsCost);
        return (cost, answer);
    }

    private static GraphQLResult NotValid(OperationDefinitionNode operation, IReadOnlyList<GraphQLError> errors) =>
        new(GraphQLResultStatus.RequestNotValid, errors, operation.Operation);

    private static GraphQLError TooExpensive(OperationDefinitionNode operation, OperationCost cost) => new(
        FormattableString.Invariant($"The operation costs {cost.Requested}; at most {cost.Limit} is allowed. Ask for shorter lists or fewer fields."),
        "TOO_EXPENSIVE")
    {
        Locations = [operation.Location],
    };

    private (PreparedDocument? Document, GraphQLResult? Refusal) Prepare(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            var missing = new GraphQLError("Must provide a document in \"query\".", "GRAPHQL_PARSE_FAILED");
            return (null, GraphQLResult.RequestError(missing, GraphQLResultStatus.DocumentNotParsed));
        }

        var (current, documents) = served;
        if (documents.Find(text) is { } known)
            return (known, null);

        DocumentNode document;
        try
        {
            document = Parser.Parse(text, new ParserOptions(options.MaxTokens));
        }
        catch (GraphQLError error)
        {
            return (null, GraphQLResult.RequestError(error, GraphQLResultStatus.DocumentNotParsed));
        }

        var errors = DocumentLimits.Check(document, options);
        if (errors.Count == 0)
            errors = DocumentValidator.Validate(current, document);
        if (errors.Count > 0)
            return (null, new GraphQLResult(GraphQLResultStatus.DocumentNotValid, errors, operation: null));

        var prepared = new PreparedDocument(current, document);
        documents.Add(text, prepared);
        return (prepared, null);
    }

    private GraphQLError? Refuse(OperationDefinitionNode operation)
    {
        if (Schema.RootType(operation.Operation) is null)
            return new GraphQLError($"Schema is not configured to execute {operation.Keyword} operation.") { Locations = [operation.Location] };
        return operation.Operation == OperationType.Subscription
            ? new GraphQLError("A subscription cannot be answered by a single response.", "SUBSCRIPTION_NOT_SUPPORTED") { Locations = [operation.Location] }
            : null;
    }

    private sealed record Served(Schema Schema, DocumentCache Documents);
}
