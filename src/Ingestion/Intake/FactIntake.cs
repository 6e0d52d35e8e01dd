using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Facts;
using EventCatalog.Ingestion.Facts;
using EventCatalog.Ingestion.Formats;

namespace EventCatalog.Ingestion.Intake;

/// <summary>
/// Takes facts as any system can write them:
/// <c>{"source": "sonarqube", "observedAt": "…", "facts": [{"name": "bugs", "value": 3, "type": "number", "validUntil": "…", "evidence": "https://…"}]}</c>.
/// The type follows from the value and is only written for a version, or for <c>unknown</c>, whose value is the reason.
/// </summary>
public sealed class FactIntake(FactWriter facts, Addressees addressees, TimeProvider clock)
{
    /// <exception cref="UnreadableReportException">The body is not of that shape.</exception>
    /// <exception cref="RuleViolation">A name or value cannot be kept; nothing of the body is.</exception>
    public async Task<ReportReceipt> TakeAsync(EntityRef name, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var root = JsonReport.Parse(body).Checked();
        var source = root.Text("source") ?? throw new UnreadableReportException("\"source\" is missing: the name of the system that looked, such as \"sonarqube\".");
        var now = clock.GetUtcNow();
        var at = Time(root, "observedAt", "the observation") ?? now;
        Fact[] found = [.. root.Items("facts").Index().Select(one => Read(one.Item, FormattableString.Invariant($"facts[{one.Index}]")))];
        var entity = await addressees.FindAsync(name, ct);
        var news = await facts.ObserveAsync(new ObserveFacts(entity.Ref, source, found, at < now ? at : now), EventIntake.Actor, ct);
        return new ReportReceipt(news > 0 ? IntakeStatus.Accepted : IntakeStatus.Duplicate, entity.Ref, entity.IsThere, "facts", $"{news} of {found.Length} are news");
    }

    private static Fact Read(JsonElement fact, string place)
    {
        var name = fact.Text("name") ?? throw new UnreadableReportException($"{place} has no name.");
        return new Fact(name, ValueOf(fact, place), Time(fact, "validUntil", place), fact.Text("evidence"));
    }

    private static FactValue ValueOf(JsonElement fact, string place)
    {
        var value = fact.At("value") ?? throw new UnreadableReportException($"{place} has no value; what cannot be told is {{\"type\": \"unknown\", \"value\": \"the reason\"}}.");
        return (fact.Text("type"), value.ValueKind) switch
        {
            (null or "number", JsonValueKind.Number) when value.TryGetDecimal(out var number) => new FactValue.Number(number),
            (null or "text", JsonValueKind.String) => new FactValue.Text(value.GetString()!),
            (null or "boolean", JsonValueKind.True or JsonValueKind.False) => new FactValue.Truth(value.GetBoolean()),
            ("version", JsonValueKind.String) => new FactValue.Version(value.GetString()!),
            ("unknown", JsonValueKind.String) => new FactValue.Unknown(value.GetString()!),
            (null, JsonValueKind.Object or JsonValueKind.Array) or ("json", _) => new FactValue.Json(value),
            var (type, _) => throw new UnreadableReportException(
                $"The value {XmlReport.Short(value.GetRawText())} of {place} is no {type ?? "number that can be kept"}; types are number, text, boolean, version, json and unknown."),
        };
    }

    private static DateTimeOffset? Time(JsonElement value, string name, string place) => value.Text(name) switch
    {
        null => null,
        var text => JsonReport.Time(text) ?? throw new UnreadableReportException($"\"{name}\" of {place} is \"{XmlReport.Short(text)}\", which is no time such as 2026-03-01T12:00:00Z."),
    };
}
