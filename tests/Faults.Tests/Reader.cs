using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EventCatalog.Domain.Entities;

namespace EventCatalog.Faults.Tests;

/// <summary>Somebody who reads the catalog, each time from any node that is up, and never wants to see it older than before.</summary>
public sealed class Reader(IReadOnlyList<Node> nodes, Database database, Phases phases, IReadOnlyList<string> writers, HttpClient http, Reads reads, Diary diary, Random chance)
{
    public const int PerSecond = 6;
    private const int LongestCause = 160;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private long seen;

    public async Task RunAsync(CancellationToken enough)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        try
        {
            while (await timer.WaitForNextTickAsync(enough))
            {
                var up = nodes.Where(node => node.Condition.State is NodeState.Up).ToList();
                if (up.Count > 0) await ReadAsync(up[chance.Next(up.Count)]);
            }
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private Task ReadAsync(Node node)
    {
        var entity = Writer.Entity(writers[chance.Next(writers.Count)], chance.Next(Writer.Streams));
        return chance.Next(4) switch
        {
            0 => AskAsync(node, "list", "{ entities(first: 20) { totalCount nodes { ref ownerRef } } sources { id } }"),
            1 => AskAsync(node, "entity", $$"""{ entity(ref: "{{entity}}") { version ownerRef relations { totalCount } } }"""),
            2 => AskAsync(node, "read after read", "{ readModels { name position } }", seen),
            _ => AskAsync(node, "as of", string.Create(CultureInfo.InvariantCulture, $$"""{ entity(ref: "{{entity}}", at: "@{{seen}}") { version } }"""), seen, EntityDecider.StreamOf(entity)),
        };
    }

    /// <param name="least">What was read before, perhaps from another node: this node is to wait until it has read as far.</param>
    /// <param name="stream">The answer says the version that this stream had at <paramref name="least"/>.</param>
    private async Task AskAsync(Node node, string kind, string query, long least = 0, string? stream = null)
    {
        var (condition, life) = (node.Condition, node.Life);
        if (condition.State is not NodeState.Up) return;
        var (phase, begun, floor) = (phases.Now, diary.Now, life.Highest);
        var clock = Stopwatch.StartNew();
        string? failure;
        try
        {
            failure = await AnswerAsync(node, life, query, floor, least, stream);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException or IOException)
        {
            failure = $"{e.GetType().Name}: {(e.InnerException ?? e).Message}";
        }

        var excuse = failure is null ? null
            : !ReferenceEquals(condition, node.Condition) ? "the node was taken away"
            : database.Last is { } outage && (outage.To is not { } to || to > begun) ? "the database was away"
            : null;
        if (failure is not null && excuse is null) diary.Break($"a read ({kind}) of {node.Name} failed after {clock.ElapsedMilliseconds} ms ({phase}): {failure}");
        reads.Add(new Read(kind, phase, clock.Elapsed.TotalMilliseconds, failure, excuse));
    }

    /// <returns>What is wrong with the answer.</returns>
    private async Task<string?> AnswerAsync(Node node, Life life, string query, long floor, long least, string? stream)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(life.Url, "/graphql")) { Content = JsonContent.Create(new { query }) };
        if (least > 0) request.Headers.Add("min-position", least.ToString(CultureInfo.InvariantCulture));
        using var answer = await http.SendAsync(request, patience.Token);
        var text = await answer.Content.ReadAsStringAsync(patience.Token);
        if (!answer.Headers.TryGetValues("X-Position", out var values)) return $"{(int)answer.StatusCode} without X-Position: {Short(text)}";
        var position = long.Parse(values.Single(), CultureInfo.InvariantCulture);
        // What another reader was told before this one asked.
        if (position < floor) diary.Break($"{node.Name} was at @{floor} and says @{position} now");
        life.Reported(position);
        if (least > 0 && answer.StatusCode is HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null && position < least)
        {
            lock (reads) reads.NotYet++;
            return null;
        }

        if (answer.StatusCode is not HttpStatusCode.OK) return $"{(int)answer.StatusCode}: {Short(text)}";
        using var json = JsonDocument.Parse(text);
        if (json.RootElement.TryGetProperty("errors", out var errors)) return $"200 with errors: {Short(errors[0].GetProperty("message").ToString())}";
        if (position < least) diary.Break($"{node.Name} was asked for @{least} and answered at @{position}");
        if (stream is not null && least > 0)
        {
            var entity = json.RootElement.GetProperty("data").GetProperty("entity");
            reads.Remembered.Enqueue(new(stream, least, entity.ValueKind is JsonValueKind.Null ? 0 : entity.GetProperty("version").GetInt64(), node.Name));
        }
        seen = Math.Max(seen, position);
        return null;
    }

    private static string Short(string text) => text.Length > LongestCause ? text[..LongestCause] : text;
}
