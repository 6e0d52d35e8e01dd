using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Processors;

namespace EventCatalog.Api.Telemetry;

/// <summary>Adds up what the store's meter says, for Prometheus to take rates of.</summary>
public sealed class StoreMeters : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Lock @lock = new();
    private readonly SortedDictionary<string, Family> families = new(StringComparer.Ordinal);

    public StoreMeters()
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name is not (StoreTelemetry.Name or ProcessorTelemetry.Name))
                return;
            var family = new Family(instrument);
            lock (@lock)
                families[family.Name] = family;
            listening.EnableMeasurementEvents(instrument, family);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Add(value, tags, (Family)family!));
        listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Add(value, tags, (Family)family!));
    }

    public void Start() => listener.Start();

    /// <summary>In the text format of Prometheus.</summary>
    public string Prometheus()
    {
        var text = new StringBuilder();
        lock (@lock)
        {
            foreach (var family in families.Values)
                family.WriteTo(text);
        }

        return text.ToString();
    }

    public void Dispose() => listener.Dispose();

    private void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, Family family)
    {
        lock (@lock)
            family.Add(value, tags);
    }

    /// <summary>One instrument: a counter is a sum for each set of labels; a histogram a sum and a count.</summary>
    private sealed class Family(Instrument instrument)
    {
        private readonly SortedDictionary<string, (double Sum, long Count)> sums = new(StringComparer.Ordinal);
        private readonly bool isHistogram = instrument is Histogram<double>;

        public string Name { get; } = instrument.Name.Replace('.', '_') + (instrument is Histogram<double> ? "_seconds" : "_total");

        public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = tags.Length == 0 ? "" : Labels(tags);
            var (sum, count) = sums.GetValueOrDefault(labels);
            sums[labels] = (sum + value, count + 1);
        }

        public void WriteTo(StringBuilder text)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {instrument.Description}\n# TYPE {Name} {(isHistogram ? "summary" : "counter")}\n");
            foreach (var (labels, (sum, count)) in sums.Count == 0 ? [KeyValuePair.Create("", (0d, 0L))] : sums.AsEnumerable())
            {
                if (isHistogram)
                    text.Append(CultureInfo.InvariantCulture, $"{Name}_sum{labels} {sum}\n{Name}_count{labels} {count}\n");
                else
                    text.Append(CultureInfo.InvariantCulture, $"{Name}{labels} {sum}\n");
            }
        }

        private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var parts = new string[tags.Length];
            for (var i = 0; i < tags.Length; i++)
                parts[i] = $"{tags[i].Key}=\"{tags[i].Value}\"";
            return $"{{{string.Join(',', parts)}}}";
        }
    }
}
