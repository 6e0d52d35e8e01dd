using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.EventStore;

/// <summary>One call of <c>events.cat_append</c>, or of its shorter way for one event: what it takes, checked and written out.</summary>
internal sealed class AppendCommand
{
    private const string ManySql =
        "select stream, version, first_seq, last_seq, duplicate from events.cat_append($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)";

    private const string OneSql =
        "select stream, version, first_seq, last_seq, duplicate from events.cat_append_one($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)";

    private readonly AppendContext _context;
    private readonly Guid[] _ids;
    private readonly string[] _types;
    private readonly string[] _dotnet;
    private readonly string[] _bodies;
    private readonly string[] _headers;

    public AppendCommand(IReadOnlyList<StreamAppend> appends, AppendContext context, EventTypes types)
    {
        Check(appends);
        if (string.IsNullOrWhiteSpace(context.Actor))
            throw new ArgumentException("An append needs an actor: the person, token or processor behind it.", nameof(context));
        Appends = appends;
        _context = context;
        var events = appends.SelectMany(a => a.Events).ToList();
        _ids = [.. events.Select(e => e.Id ?? Guid.CreateVersion7())];
        _types = [.. events.Select(e => types.NameOf(e.Event))];
        _dotnet = [.. events.Select(e => DotnetType(e.Event.GetType()))];
        _bodies = [.. events.Select(e => JsonSerializer.Serialize(e.Event, e.Event.GetType(), types.Json))];
        _headers = [.. events.Zip(_types, (e, type) => Headers(e, types.ShapeOf(type)))];
    }

    public IReadOnlyList<StreamAppend> Appends { get; }

    /// <summary>Every event brought its own id, so the log itself can tell whether this was said before.</summary>
    public bool IsRepeatableById => Appends.All(a => a.Events.All(e => e.Id is not null));

    public Guid[] Ids => _ids;

    public async Task<IReadOnlyList<AppendResult>> RunAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var (sql, parameters) = Call();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.PrepareAsync(ct); // kept with the connection: a round trip once, none later
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await ReadAsync(reader, ct);
    }

    /// <summary>The function to call; its rows go to <see cref="ReadAsync"/>.</summary>
    public (string Sql, NpgsqlParameter[] Parameters) Call() =>
        Appends is [{ Events.Count: 1 } only] && _context.CommandKey is null ? (OneSql, One(only)) : (ManySql, Many());

    public async Task<IReadOnlyList<AppendResult>> ReadAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var results = new Dictionary<string, AppendResult>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
            results.Add(reader.GetString(0), new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetBoolean(4)));
        return [.. Appends.Select(a => results[a.Stream])];
    }

    private NpgsqlParameter[] One(StreamAppend only) =>
    [
        Text(only.Stream),
        Text(StreamType(only.Stream)),
        new NpgsqlParameter { Value = only.ExpectedVersion },
        new NpgsqlParameter { Value = _ids[0] },
        Text(_types[0]),
        Text(_dotnet[0]),
        new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = _bodies[0] },
        new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = _headers[0] },
        Text(_context.Actor),
        Text(_context.Correlation),
        Text(_context.Causation),
    ];

    private NpgsqlParameter[] Many() =>
    [
        Array(NpgsqlDbType.Varchar, Appends.Select(a => a.Stream).ToArray()),
        Array(NpgsqlDbType.Varchar, Appends.Select(a => StreamType(a.Stream)).ToArray()),
        Array(NpgsqlDbType.Bigint, Appends.Select(a => a.ExpectedVersion).ToArray()),
        Array(NpgsqlDbType.Integer, Appends.Select(a => a.Events.Count).ToArray()),
        Array(NpgsqlDbType.Uuid, _ids),
        Array(NpgsqlDbType.Varchar, _types),
        Array(NpgsqlDbType.Varchar, _dotnet),
        Array(NpgsqlDbType.Jsonb, _bodies),
        Array(NpgsqlDbType.Jsonb, _headers),
        Text(_context.Actor),
        Text(_context.Correlation),
        Text(_context.Causation),
        Text(_context.CommandKey),
        new() { NpgsqlDbType = NpgsqlDbType.Bytea, Value = _context.CommandKey is null ? DBNull.Value : Fingerprint() },
    ];

    private static NpgsqlParameter Array(NpgsqlDbType type, object value) => new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = value };

    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = (object?)value ?? DBNull.Value };

    private static string StreamType(string stream) => stream[..stream.IndexOf('-', StringComparison.Ordinal)];

    public static string DotnetType(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    /// <exception cref="ArgumentException">A stream is misnamed or named twice, has no events, or cannot be expected at that version.</exception>
    public static void Check(IReadOnlyList<StreamAppend> appends)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var append in appends)
        {
            var dash = append.Stream.IndexOf('-', StringComparison.Ordinal);
            if (dash < 1 || dash == append.Stream.Length - 1)
                throw new ArgumentException($"'{append.Stream}' is not a stream: use a noun, '-' and an id, as in 'source-7'.", nameof(appends));
            if (append.Events.Count == 0)
                throw new ArgumentException($"There is nothing to append to stream '{append.Stream}': leave it out.", nameof(appends));
            if (append.ExpectedVersion < ExpectedVersion.Any)
                throw new ArgumentException($"{append.ExpectedVersion} is not a version stream '{append.Stream}' can be expected at.", nameof(appends));
            if (!seen.Add(append.Stream))
                throw new ArgumentException($"Stream '{append.Stream}' is named twice in one command: put its events together.", nameof(appends));
        }
    }

    /// <summary>What the command says, without what differs between two attempts of it: ids, times, sources, expected versions.</summary>
    private byte[] Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in Appends.Select(a => $"{a.Stream}\n{a.Events.Count}\n").Concat(_types.Zip(_bodies, (type, body) => $"{type}\n{body}\n")))
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        return hash.GetHashAndReset();
    }

    public static string Headers(NewEvent e, int shape) => JsonSerializer.Serialize(
        new StoredHeaders(1, shape == 1 ? null : shape, e.EffectiveAt.ToUniversalTime(), e.Actor, e.Source, StoreTelemetry.TraceParent), StoredJson.Plain);
}

/// <summary>
/// The headers column. <c>h</c> is computed and added by the database; <c>hv</c> names the rule it is computed by; <c>sv</c> is the shape of the
/// body, left out for the first; <c>tp</c> is the trace of the append (W3C traceparent), there only when it was sampled.
/// </summary>
internal sealed record StoredHeaders(int Hv, int? Sv, DateTimeOffset? EffectiveAt, string? Actor, EventSource? Source, string? Tp)
{
    [JsonPropertyName("h")]
    public string? Hash { get; init; }
}
