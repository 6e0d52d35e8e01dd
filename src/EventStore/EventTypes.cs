using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventCatalog.EventStore;

/// <summary>
/// Which record is stored under which name. Names are kebab-case, part of the stored contract, and never change.
/// Register everything at start; afterwards only read.
/// </summary>
public sealed class EventTypes
{
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _names = [];

    /// <param name="converters">Asked before the built-in ones, in this order.</param>
    public EventTypes(IEnumerable<JsonConverter>? converters = null) => Json = StoredJson.Options(converters ?? []);

    /// <summary>How events are written: camelCase, nulls left out, enums as kebab-case text. Read-only.</summary>
    public JsonSerializerOptions Json { get; }

    /// <exception cref="ArgumentException">The name is not kebab-case, or the name or the type is registered already.</exception>
    public EventTypes Add<T>(string name) where T : notnull
    {
        if (!IsKebabCase(name))
            throw new ArgumentException($"'{name}' is not an event name: use lower-case words joined by '-', as in 'owner-changed'.", nameof(name));
        if (_types.TryGetValue(name, out var taken))
            throw new ArgumentException($"'{name}' already names {taken.Name}; it cannot name {typeof(T).Name} too.", nameof(name));
        if (_names.TryGetValue(typeof(T), out var known))
            throw new ArgumentException($"{typeof(T).Name} is already stored as '{known}'; it cannot be stored as '{name}' too.", nameof(name));
        _types.Add(name, typeof(T));
        _names.Add(typeof(T), name);
        return this;
    }

    /// <exception cref="ArgumentException">The event's type is not registered.</exception>
    public string NameOf(object e) => _names.TryGetValue(e.GetType(), out var name)
        ? name
        : throw new ArgumentException($"{e.GetType().Name} has no stored name: add it to the list of event types.", nameof(e));

    /// <summary>The record stored under this name, or null when this program does not know the name.</summary>
    public Type? Find(string name) => _types.GetValueOrDefault(name);

    private static bool IsKebabCase(string name) =>
        name.Length is > 0 and <= 500
        && name.Split('-').All(word => word.Length > 0 && word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));
}
