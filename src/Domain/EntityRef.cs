using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventCatalog.Domain;

/// <summary>
/// The name of one entity, <c>kind:namespace/name</c>, always in lower case with the namespace filled in.
/// Two references that differ only in case are the same reference.
/// </summary>
[JsonConverter(typeof(EntityRefJsonConverter))]
public readonly record struct EntityRef
{
    public const string DefaultNamespace = "default";

    public EntityRef(string kind, string @namespace, string name)
    {
        Kind = kind.ToLowerInvariant();
        Namespace = @namespace.ToLowerInvariant();
        Name = name.ToLowerInvariant();
    }

    public string Kind { get; }
    public string Namespace { get; }
    public string Name { get; }

    /// <summary>
    /// Reads <c>[kind:][namespace/]name</c>. When a slash stands before the first colon, the colon belongs to the name.
    /// </summary>
    /// <param name="text">The reference as written; nothing is trimmed.</param>
    /// <param name="defaultKind">The kind of a bare name; without it the kind must be written.</param>
    /// <param name="defaultNamespace">The namespace of a name without one.</param>
    /// <exception cref="RuleViolation">The text is not a reference; the message quotes it.</exception>
    public static EntityRef Parse(string text, string? defaultKind = null, string defaultNamespace = DefaultNamespace) =>
        Read(text, defaultKind, defaultNamespace, out var fault) ?? throw new RuleViolation(fault!);

    /// <summary>As <see cref="Parse"/>, answering false where that throws.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EntityRef reference, string? defaultKind = null, string defaultNamespace = DefaultNamespace)
    {
        var read = text is null ? null : Read(text, defaultKind, defaultNamespace, out _);
        reference = read ?? default;
        return read is not null;
    }

    public override string ToString() => $"{Kind}:{Namespace}/{Name}";

    private static EntityRef? Read(string text, string? defaultKind, string defaultNamespace, out string? fault)
    {
        if (text.Length == 0)
        {
            fault = "Entity reference must not be empty";
            return null;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0 && slash < colon)
            colon = -1;

        var kind = colon < 0 ? null : text[..colon];
        var @namespace = slash < 0 ? null : text[(colon + 1)..slash];
        var name = text[(Math.Max(colon, slash) + 1)..];
        if (kind is "" || @namespace is "" || name is "")
        {
            fault = $"Entity reference \"{text}\" was not on the form [<kind>:][<namespace>/]<name>";
            return null;
        }

        kind ??= defaultKind;
        if (string.IsNullOrEmpty(kind))
        {
            fault = $"Entity reference \"{text}\" had missing or empty kind (e.g. did not start with \"component:\" or similar)";
            return null;
        }

        fault = null;
        return new EntityRef(kind, @namespace ?? defaultNamespace, name);
    }
}

/// <summary>A reference in JSON is its text.</summary>
public sealed class EntityRefJsonConverter : JsonConverter<EntityRef>
{
    public override EntityRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EntityRef.TryParse(reader.GetString(), out var reference)
            ? reference
            : throw new JsonException($"\"{reader.GetString()}\" is not an entity reference");

    public override void Write(Utf8JsonWriter writer, EntityRef value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
