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

/// <summary>The answer to one request. Source: https://spec.graphql.org/September2025/#sec-Response-Format</summary>
public sealed class GraphQLResult
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ResultObject? data;
    private readonly ReadOnlyMemory<byte> written;
    private byte[]? kept;

    internal GraphQLResult(
        GraphQLResultStatus status, IReadOnlyList<GraphQLError> errors, OperationType? operation, ResultObject? data, ReadOnlyMemory<byte> written)
    {
        Status = status;
        Errors = errors;
        Operation = operation;
        this.data = data;
        this.written = written;
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
    public object? SourceEvent { get; internal init; }

    /// <summary>What the operation costs; null when it did not come to counting.</summary>
    public OperationCost? Cost { get; internal init; }

    internal bool TellsCost { get; init; }

    /// <summary>Entries of the answer's <c>extensions</c> beside the cost; add what the host has to say. Left out when empty.</summary>
    public IDictionary<string, object?> Extensions { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>An answer that refuses a request before the engine has seen it, for hosts.</summary>
    public static GraphQLResult RequestError(GraphQLError error, GraphQLResultStatus status = GraphQLResultStatus.RequestNotValid) =>
        new(status, [error], operation: null, data: null, written: default);

    /// <summary>The answer as <see cref="WriteTo(IBufferWriter{byte})"/> writes it, written once and kept: for hosts that send one answer to many.</summary>
    public ReadOnlyMemory<byte> Json
    {
        get
        {
            if (kept is { } known)
                return known;
            var output = new ArrayBufferWriter<byte>();
            WriteTo(output);
            return kept = output.WrittenSpan.ToArray();
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
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (Errors.Count > 0)
            ErrorWriter.Write(writer, Errors);
        if (!IsRequestError)
        {
            writer.WritePropertyName("data"u8);
            ResultWriter.Write(writer, data, written.Span);
        }

        if (Extensions.Count > 0 || (Cost is not null && TellsCost))
            WriteExtensions(writer);
        writer.WriteEndObject();
        writer.Flush();
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

        foreach (var (name, value) in Extensions)
        {
            writer.WritePropertyName(name);
            JsonValues.Write(writer, value);
        }

        writer.WriteEndObject();
    }
}
