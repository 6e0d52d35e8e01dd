using System.Text.Json;

namespace EventCatalog.GraphQL.Execution;

/// <summary>Writes a result tree as JSON.</summary>
internal static class ResultWriter
{
    /// <param name="written">The text of the scalars that were written when they were completed.</param>
    public static void Write(Utf8JsonWriter writer, object? value, ReadOnlySpan<byte> written)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case ResultObject node:
                writer.WriteStartObject();
                var fields = node.Selection.Fields;
                for (var i = 0; i < fields.Length; i++)
                {
                    writer.WritePropertyName(fields[i].EncodedName);
                    Write(writer, node.Values[i], written);
                }

                writer.WriteEndObject();
                break;
            case ResultList list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item, written);
                writer.WriteEndArray();
                break;
            case WrittenScalar scalar:
                writer.WriteRawValue(written.Slice(scalar.Start, scalar.Length), skipInputValidation: true);
                break;
            default:
                JsonValues.Write(writer, value);
                break;
        }
    }
}
