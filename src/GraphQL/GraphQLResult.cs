using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using EventCatalog.GraphQL.Execution;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL;

/// <summary>How far a request came. Everything before <see cref="Executed"/> is a request error: the answer has no data entry.</summary>
public enum GraphQLResultStatus
{
    /// <summary>The document is missing, does not parse, or passes a limit of the parser.</summary>
    DocumentNotParsed,

    /// <summary>The document is not valid for the schema, or passes a limit.</summary>
    DocumentNotValid,

    /// <summary>No operation is meant, it cannot be executed here, or its variables do not fit.</summary>
    RequestNotValid,

    /// <summary>Executed; there may be errors besides the data, and the data may be null.</summary>
    Executed,
}

/// <summary>
/// The answer to one request. Its text stands in borrowed memory, which disposing gives back. Source:
/// https://spec.graphql.org/September2025/#sec-Response-Format
/// </summary>
public sealed class GraphQLResult : IDisposable
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ExecutionRun? run;
    private readonly ReadOnlyMemory<byte>? data;
    private Dictionary<string, object?>? extensions;
    private bool isDisposed;
    private byte[]? kept;

    /// <summary>Refuses a request.</summary>
    internal GraphQLResult(GraphQLResultStatus status, IReadOnlyList<GraphQLError> errors, OperationType? operation)
    {
        Status = status;
        Errors = errors;
        Operation = operation;
    }

    /// <summary>Answers a request.</summary>
    /// <param name="run">Owns the memory of the data.</param>
    internal GraphQLResult(ExecutionRun run, ReadOnlyMemory<byte>? data, OperationType operation)
        : this(GraphQLResultStatus.Executed, run.Errors, operation)
    {
        this.run = run;
        this.data = data;
    }

    public GraphQLResultStatus Status { get; }

    /// <summary>Whether nothing was executed.</summary>
    public bool IsRequestError => Status != GraphQLResultStatus.Executed;

    /// <summary>In the order they happened.</summary>
    public IReadOnlyList<GraphQLError> Errors { get; }

    /// <summary>The kind of the operation that was chosen; null when it did not come to that.</summary>
    public OperationType? Operation { get; }

    /// <summary>Whether the answer's data is an object, not null and not missing.</summary>
    public bool HasData => data is not null;

    /// <summary>In an answer of a subscription, the item of the source stream it was made of; else null.</summary>
    public object? SourceEvent { get; internal set; }

    /// <summary>What the operation costs; null when it did not come to counting.</summary>
    public OperationCost? Cost { get; internal set; }

    internal bool TellsCost { get; set; }

    /// <summary>Entries of the answer's <c>extensions</c> beside the cost; add what the host has to say. Left out when empty.</summary>
    public IDictionary<string, object?> Extensions => extensions ??= new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>An answer that refuses a request before the engine has seen it, for hosts.</summary>
    public static GraphQLResult RequestError(GraphQLError error, GraphQLResultStatus status = GraphQLResultStatus.RequestNotValid) =>
        new(status, [error], operation: null);

    /// <summary>
    /// The answer as <see cref="WriteTo(IBufferWriter{byte})"/> writes it, in memory of its own: for hosts that send one answer to many.
    /// Written when first asked for, which gives the borrowed memory back.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The answer's memory was given back before.</exception>
    public ReadOnlyMemory<byte> Json
    {
        get
        {
            if (kept is null)
            {
                var output = new ArrayBufferWriter<byte>();
                WriteTo(output);
                kept = output.WrittenSpan.ToArray();
                Dispose();
            }

            return kept;
        }
    }

    /// <summary>Writes the answer as UTF-8 JSON: errors first, then data, then extensions.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        WriteTo(writer);
    }

    /// <summary>Writes the answer as UTF-8 JSON: errors first, then data, then extensions.</summary>
    public void WriteTo(Stream output)
    {
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        WriteTo(writer);
    }

    /// <summary>Writes the answer as one JSON object into a larger text, such as a message of a stream.</summary>
    /// <exception cref="ObjectDisposedException">The answer's memory was given back.</exception>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (kept is not null)
        {
            writer.WriteRawValue(kept, skipInputValidation: true);
            return;
        }

        ObjectDisposedException.ThrowIf(isDisposed, this);
        writer.WriteStartObject();
        if (Errors.Count > 0)
            ErrorWriter.Write(writer, Errors);
        if (!IsRequestError)
        {
            writer.WritePropertyName("data"u8);
            if (data is { } written)
                writer.WriteRawValue(written.Span, skipInputValidation: true);
            else
                writer.WriteNullValue();
        }

        if (extensions is { Count: > 0 } || (Cost is not null && TellsCost))
            WriteExtensions(writer);
        writer.WriteEndObject();
        writer.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A refusal has borrowed nothing, and may be written at any time.
        if (isDisposed || run is null)
            return;
        isDisposed = true;
        run.Dispose();
    }

    private void WriteExtensions(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("extensions"u8);
        if (Cost is { } cost && TellsCost)
        {
            writer.WriteStartObject("cost"u8);
            writer.WriteNumber("requested"u8, cost.Requested);
            writer.WriteNumber("limit"u8, cost.Limit);
            if (cost.Remaining is { } remaining)
                writer.WriteNumber("remaining"u8, remaining);
            writer.WriteEndObject();
        }

        foreach (var (name, value) in extensions ?? [])
        {
            writer.WritePropertyName(name);
            JsonValues.Write(writer, value);
        }

        writer.WriteEndObject();
    }
}
