using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventCatalog.Domain.Descriptors;

/// <summary>One path of a document that differs between two versions of it.</summary>
/// <param name="Path">JSON pointer (RFC 6901), such as <c>/metadata/annotations/acme.com~1pager</c>.</param>
/// <param name="From">The value before; null when the path did not exist.</param>
/// <param name="To">The value after; null when the path no longer exists.</param>
public sealed record FieldChange(
    string Path,
    [property: JsonConverter(typeof(PresentValueJsonConverter))] JsonElement? From,
    [property: JsonConverter(typeof(PresentValueJsonConverter))] JsonElement? To)
{
    // What is copied was read from JSON a moment ago.
    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The changes that lead from one document to the other, in path order. Objects are compared member by member;
    /// lists and scalars as a whole, because the place of an item in a list has no name of its own.
    /// </summary>
    public static IReadOnlyList<FieldChange> Between(JsonElement before, JsonElement after)
    {
        var changes = new List<FieldChange>();
        Compare("", before, after, changes);
        changes.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return changes;
    }

    /// <summary>The document with the changes made, one after another; members that are missing on the way to a value are created.</summary>
    public static JsonElement Apply(JsonElement document, IEnumerable<FieldChange> changes)
    {
        foreach (var change in changes)
        {
            var path = Steps(change.Path);
            document = (Descriptor.At(document, path), change.To) switch
            {
                ({ } from, { } to) => Replaced(document, from, to),
                (null, null) => document,
                _ => Rewritten(document, path, change.To),
            };
        }

        return document;
    }

    /// <summary>A document with one of its values replaced: what stands before and after it is taken as text.</summary>
    private static JsonElement Replaced(JsonElement document, JsonElement from, JsonElement to)
    {
        var whole = JsonMarshal.GetRawUtf8Value(document);
        var old = JsonMarshal.GetRawUtf8Value(from);
        if (!whole.Overlaps(old, out var at))
            throw new ArgumentException("The value is not one of the document's.", nameof(from));
        return JsonElement.Parse([.. whole[..at], .. JsonMarshal.GetRawUtf8Value(to), .. whole[(at + old.Length)..]]);
    }

    private static JsonElement Rewritten(JsonElement document, ReadOnlySpan<string> path, JsonElement? to)
    {
        var written = new ArrayBufferWriter<byte>(JsonMarshal.GetRawUtf8Value(document).Length + 128);
        using (var writer = new Utf8JsonWriter(written, Unchecked))
            Write(writer, document, path, to);
        return JsonElement.Parse(written.WrittenSpan);
    }

    /// <summary>An object with the value at a path of members set, or removed; all else is copied as it stands.</summary>
    private static void Write(Utf8JsonWriter writer, JsonElement? parent, ReadOnlySpan<string> path, JsonElement? to)
    {
        var found = false;
        writer.WriteStartObject();
        if (parent is { ValueKind: JsonValueKind.Object } members)
        {
            foreach (var member in members.EnumerateObject())
            {
                var isOnPath = member.NameEquals(path[0]);
                found |= isOnPath;
                if (isOnPath)
                    WriteMember(writer, member.Value, path, to);
                else
                    WriteRaw(writer, member.Name, member.Value);
            }
        }

        if (!found)
            WriteMember(writer, null, path, to);
        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, JsonElement? before, ReadOnlySpan<string> path, JsonElement? to)
    {
        if (path.Length > 1)
        {
            writer.WritePropertyName(path[0]);
            Write(writer, before, path[1..], to);
        }
        else if (to is { } value)
        {
            WriteRaw(writer, path[0], value);
        }
    }

    private static void WriteRaw(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
    }

    private static void Compare(string path, JsonElement before, JsonElement after, List<FieldChange> changes)
    {
        if (IsWhole(before) || IsWhole(after))
        {
            if (!JsonElement.DeepEquals(before, after))
                changes.Add(new FieldChange(path, before, after));
            return;
        }

        foreach (var member in before.EnumerateObject())
        {
            var inner = $"{path}/{Escape(member.Name)}";
            if (after.TryGetProperty(member.Name, out var other))
                Compare(inner, member.Value, other, changes);
            else
                changes.Add(new FieldChange(inner, member.Value, null));
        }

        foreach (var member in after.EnumerateObject())
        {
            if (!before.TryGetProperty(member.Name, out _))
                changes.Add(new FieldChange($"{path}/{Escape(member.Name)}", null, member.Value));
        }
    }

    /// <summary>A value without members that have names of their own: a scalar, a list, or a long text kept by hash.</summary>
    private static bool IsWhole(JsonElement value) =>
        value.ValueKind != JsonValueKind.Object || (value.GetPropertyCount() == 1 && value.TryGetProperty(LargeBodies.Marker, out _));

    /// <summary>The names a pointer goes through.</summary>
    internal static string[] Steps(string pointer) => [.. pointer.Split('/').Skip(1).Select(Unescape)];

    private static string Escape(string step) => step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Unescape(string step) => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}

/// <summary>Keeps a value that is null apart from a value that is missing: the one is written as null, the other not at all.</summary>
public sealed class PresentValueJsonConverter : JsonConverter<JsonElement?>
{
    public override bool HandleNull => true;

    public override JsonElement? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

    public override void Write(Utf8JsonWriter writer, JsonElement? value, JsonSerializerOptions options)
    {
        if (value is { } present)
            present.WriteTo(writer);
        else
            writer.WriteNullValue();
    }
}
