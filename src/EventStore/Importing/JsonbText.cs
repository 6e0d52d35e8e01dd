using System.Buffers;
using System.Text;
using System.Text.Json;

namespace EventCatalog.EventStore;

/// <summary>
/// JSON as PostgreSQL writes it after storing it as <c>jsonb</c>, to the byte: what the hash of an event is computed over. Members stand by the length
/// of their name, then by its bytes, the last of equal names; numbers as <c>numeric</c> prints them; strings with no more escapes than needed.
/// Source: https://www.postgresql.org/docs/current/datatype-json.html
/// </summary>
internal static class JsonbText
{
    private static readonly Comparison<(byte[] Name, JsonElement Value, int Order)> ByLengthThenBytes = (a, b) =>
        a.Name.Length != b.Name.Length ? a.Name.Length.CompareTo(b.Name.Length)
        : a.Name.AsSpan().SequenceCompareTo(b.Name) is not 0 and var bytes ? bytes
        : a.Order.CompareTo(b.Order);

    /// <exception cref="FormatException">PostgreSQL would refuse it: a number out of its range, or U+0000 in a string.</exception>
    public static void Write(JsonElement json, IBufferWriter<byte> to)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(json, to);
                break;
            case JsonValueKind.Array:
                WriteArray(json, to);
                break;
            case JsonValueKind.String:
                WriteString(json.GetString()!, to);
                break;
            case JsonValueKind.Number:
                JsonbNumber.Write(json.GetRawText(), to);
                break;
            case JsonValueKind.True:
                to.Write("true"u8);
                break;
            case JsonValueKind.False:
                to.Write("false"u8);
                break;
            default:
                to.Write("null"u8);
                break;
        }
    }

    /// <summary>A string, or null for none.</summary>
    public static void WriteString(string? text, IBufferWriter<byte> to)
    {
        if (text is null)
            to.Write("null"u8);
        else
            WriteString(Encoding.UTF8.GetBytes(text), to);
    }

    private static void WriteString(ReadOnlySpan<byte> utf8, IBufferWriter<byte> to)
    {
        to.Write("\""u8);
        while (utf8.Length > 0)
        {
            var plain = 0;
            while (plain < utf8.Length && utf8[plain] >= 0x20 && utf8[plain] != '"' && utf8[plain] != '\\')
                plain++;
            to.Write(utf8[..plain]);
            if (plain == utf8.Length)
                break;
            WriteEscape(utf8[plain], to);
            utf8 = utf8[(plain + 1)..];
        }

        to.Write("\""u8);
    }

    private static void WriteEscape(byte character, IBufferWriter<byte> to)
    {
        ReadOnlySpan<byte> escape = character switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\f' => "\\f"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            0 => throw new FormatException("the character U+0000, which PostgreSQL cannot store in JSON"),
            _ => Encoding.ASCII.GetBytes($"\\u{character:x4}"),
        };
        to.Write(escape);
    }

    private static void WriteArray(JsonElement json, IBufferWriter<byte> to)
    {
        to.Write("["u8);
        var isFirst = true;
        foreach (var item in json.EnumerateArray())
        {
            if (!isFirst)
                to.Write(", "u8);
            isFirst = false;
            Write(item, to);
        }

        to.Write("]"u8);
    }

    private static void WriteObject(JsonElement json, IBufferWriter<byte> to)
    {
        var members = new List<(byte[] Name, JsonElement Value, int Order)>(json.GetPropertyCount());
        foreach (var member in json.EnumerateObject())
            members.Add((Encoding.UTF8.GetBytes(member.Name), member.Value, members.Count));
        members.Sort(ByLengthThenBytes);

        to.Write("{"u8);
        var isFirst = true;
        for (var i = 0; i < members.Count; i++)
        {
            if (i + 1 < members.Count && members[i].Name.AsSpan().SequenceEqual(members[i + 1].Name))
                continue;
            if (!isFirst)
                to.Write(", "u8);
            isFirst = false;
            WriteString(members[i].Name, to);
            to.Write(": "u8);
            Write(members[i].Value, to);
        }

        to.Write("}"u8);
    }
}
