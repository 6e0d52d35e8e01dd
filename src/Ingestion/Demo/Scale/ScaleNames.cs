using System.Globalization;

namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>Gives out names once: who comes second gets a number.</summary>
internal sealed class ScaleNames
{
    private readonly Dictionary<string, int> _given = new(StringComparer.Ordinal);

    public string Take(string name)
    {
        var times = _given[name] = _given.GetValueOrDefault(name) + 1;
        return times == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{times}");
    }

    /// <summary>For people: <c>search-ranker</c> is "Search ranker".</summary>
    public static string Title(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ');
}
