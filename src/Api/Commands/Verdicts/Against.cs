using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventCatalog.Api.Changes;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.Ingestion.Crawling;

namespace EventCatalog.Api.Commands.Verdicts;

/// <summary>Asks a running portal what sound descriptors would do to its graph.</summary>
internal static class Against
{
    /// <exception cref="StartException">The portal did not answer; the message says what it said instead.</exception>
    public static async Task<ChangePreview> AskAsync(Uri portal, string? source, IReadOnlyList<Verdict> verdicts, CancellationToken ct)
    {
        var request = new ChangeRequest(
            source,
            [.. verdicts.SelectMany(verdict => verdict.Preview.Entities).Select(entity => AsWritten(entity.Descriptor))],
            [.. verdicts.SelectMany(verdict => verdict.Preview.Problems).Select(problem => problem.Entity).OfType<EntityRef>().Distinct()]);
        using var http = new HttpClient { BaseAddress = portal, Timeout = TimeSpan.FromSeconds(60) };
        try
        {
            using var answer = await http.PostAsJsonAsync(ChangeEndpoints.Path, request, JsonSerializerOptions.Web, ct);
            if (answer.IsSuccessStatusCode)
                return (await answer.Content.ReadFromJsonAsync<ChangePreview>(JsonSerializerOptions.Web, ct))!;
            throw new StartException($"{portal} answered {(int)answer.StatusCode}: {await ReasonAsync(answer, ct)}");
        }
        catch (Exception weather) when (weather is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new StartException($"{portal} does not answer: {weather.Message} Give the address of a running portal with --against.", weather);
        }
    }

    /// <summary>For people: one line a fact, what is bad first.</summary>
    public static string Write(ChangePreview preview)
    {
        var (change, text) = (preview.Change, new StringBuilder());
        foreach (var conflict in preview.Conflicts)
            text.AppendLine($"conflict: {conflict.Entity} is declared at {conflict.Location} (source {conflict.Source}), which keeps it");
        Lines("breaks", change.Broken.Select(Edge));
        Lines("mends", change.Mended.Select(Edge));
        Lines("adds", change.Added.Select(entity => entity.ToString()));
        Lines("removes", change.Removed.Select(entity => entity.ToString()));
        Lines("owner", change.Owners.Select(owner => $"{owner.Entity}: {owner.From?.ToString() ?? "nobody"} -> {owner.To?.ToString() ?? "nobody"}"));
        Lines("changes", change.Changed.SelectMany(entity => entity.Changes.Select(field => $"{entity.Entity} {field.Path}: {Value(field.From)} -> {Value(field.To)}")));
        Lines("relation added", change.RelationsAdded.Select(Edge));
        Lines("relation removed", change.RelationsRemoved.Select(Edge));
        text.AppendLine(FormattableString.Invariant(
            $"At @{preview.Position}: {change.Added.Count} added, {change.Changed.Count} changed, {change.Removed.Count} removed, {change.Broken.Count} references broken, {preview.Conflicts.Count} conflicts"));
        return text.ToString();

        void Lines(string word, IEnumerable<string> facts)
        {
            foreach (var fact in facts)
                text.AppendLine($"{word}: {fact}");
        }
    }

    private static string Edge(Relation edge) => $"{edge.Source} {edge.Type} {edge.Target}";

    private static string Value(JsonElement? value)
    {
        var text = value?.GetRawText() ?? "nothing";
        return text.Length <= 80 ? text : $"{text[..79]}…";
    }

    /// <summary>Without the relations that a kind declares: the portal finds them itself.</summary>
    private static JsonElement AsWritten(JsonElement descriptor)
    {
        if (!descriptor.TryGetProperty(Relations.DeclaredByKind, out _))
            return descriptor;
        var written = JsonNode.Parse(descriptor.GetRawText())!.AsObject();
        written.Remove(Relations.DeclaredByKind);
        return JsonSerializer.SerializeToElement(written);
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var body = await answer.Content.ReadAsStringAsync(ct);
        try
        {
            return Descriptor.Text(JsonElement.Parse(body), "detail") ?? body;
        }
        catch (JsonException)
        {
            return $"{answer.ReasonPhrase}. Is it an EventCatalog portal of this version?";
        }
    }
}
