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
    private readonly Dictionary<string, List<Func<JsonElement, JsonElement>>> _upcasts = new(StringComparer.Ordinal);

    /// <param name="converters">Asked before the built-in ones, in this order.</param>
    public EventTypes(IEnumerable<JsonConverter>? converters = null) => Json = StoredJson.Options(converters ?? []);

    /// <summary>How events are written: camelCase, nulls left out, enums as kebab-case text. Read-only.</summary>
    public JsonSerializerOptions Json { get; }

    /// <exception cref="ArgumentException">The name is not kebab-case, or the name or the type is registered already.</exception>
    public EventTypes Add<T>(string name) where T : notnull => Add([(name, typeof(T))]);

    /// <inheritdoc cref="Add{T}(string)"/>
    public EventTypes Add(IEnumerable<(string Name, Type Type)> types)
    {
        foreach (var (name, type) in types)
        {
            if (!IsKebabCase(name))
                throw new ArgumentException($"'{name}' is not an event name: use lower-case words joined by '-', as in 'owner-changed'.", nameof(types));
            if (_types.TryGetValue(name, out var taken))
                throw new ArgumentException($"'{name}' already names {taken.Name}; it cannot name {type.Name} too.", nameof(types));
            if (_names.TryGetValue(type, out var known))
                throw new ArgumentException($"{type.Name} is already stored as '{known}'; it cannot be stored as '{name}' too.", nameof(types));
            _types.Add(name, type);
            _names.Add(type, name);
        }

        return this;
    }

    /// <summary>
    /// Says that events of a name are stored in a new shape from now on, and how a body of the shape before becomes one of it. The first shape
    /// is 1; older bodies go through every step from theirs on when they are read, and stay as they are in the log.
    /// </summary>
    /// <param name="from">The shape this step starts at: the newest so far.</param>
    /// <param name="upcast">Pure: the same body always becomes the same.</param>
    /// <exception cref="ArgumentException">The name is not registered, or steps from this shape are registered already or still missing.</exception>
    public EventTypes Upcast(string name, int from, Func<JsonElement, JsonElement> upcast)
    {
        if (!_types.ContainsKey(name))
            throw new ArgumentException($"'{name}' is not registered: add it before its upcasts.", nameof(name));
        if (from != ShapeOf(name))
            throw new ArgumentException($"The next upcast of '{name}' starts at shape {ShapeOf(name)}, not at {from}.", nameof(from));
        if (!_upcasts.TryGetValue(name, out var steps))
            _upcasts.Add(name, steps = []);
        steps.Add(upcast);
        return this;
    }

    /// <summary>Reads events that an earlier program stored under another name as those of a name of today.</summary>
    /// <exception cref="ArgumentException">The name of today is not registered, or the other one is taken.</exception>
    public EventTypes Alias(string was, string name)
    {
        if (!_types.TryGetValue(name, out var type))
            throw new ArgumentException($"'{name}' is not registered: add it before its aliases.", nameof(name));
        if (!_types.TryAdd(was, type))
            throw new ArgumentException($"'{was}' already names {_types[was].Name}.", nameof(was));
        return this;
    }

    /// <exception cref="ArgumentException">The event's type is not registered.</exception>
    public string NameOf(object e) => _names.TryGetValue(e.GetType(), out var name)
        ? name
        : throw new ArgumentException($"{e.GetType().Name} has no stored name: add it to the list of event types.", nameof(e));

    /// <summary>The record stored under this name, or null when this program does not know the name.</summary>
    public Type? Find(string name) => _types.GetValueOrDefault(name);

    /// <summary>The shape events of this name are stored in now.</summary>
    internal int ShapeOf(string name) => 1 + (_upcasts.TryGetValue(name, out var steps) ? steps.Count : 0);

    /// <summary>The record of a stored body; null when this program does not know the name, or not yet the shape.</summary>
    internal object? Read(string stored, int shape, byte[] body)
    {
        if (!_types.TryGetValue(stored, out var type))
            return null;
        var name = _names[type];
        var current = ShapeOf(name);
        if (shape > current)
            return null;
        if (shape == current)
            return JsonSerializer.Deserialize(body, type, Json);
        var upcast = JsonElement.Parse(body);
        foreach (var step in _upcasts[name].Skip(shape - 1))
            upcast = step(upcast);
        return upcast.Deserialize(type, Json);
    }

    private static bool IsKebabCase(string name) =>
        name.Length is > 0 and <= 500
        && name.Split('-').All(word => word.Length > 0 && word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));
}
