using System.Text.Json;

namespace EventCatalog.GraphQL.Execution;

/// <summary>Writes errors. Source: https://spec.graphql.org/September2025/#sec-Errors.Error-Result-Format</summary>
internal static class ErrorWriter
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<GraphQLError> errors)
    {
        writer.WriteStartArray("errors"u8);
        foreach (var error in errors)
            Write(writer, error);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, GraphQLError error)
    {
        writer.WriteStartObject();
        writer.WriteString("message"u8, error.Message);
        if (error.Locations.Count > 0)
        {
            writer.WriteStartArray("locations"u8);
            foreach (var location in error.Locations)
            {
                writer.WriteStartObject();
                writer.WriteNumber("line"u8, location.Line);
                writer.WriteNumber("column"u8, location.Column);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (error.Path is not null)
        {
            writer.WritePropertyName("path"u8);
            JsonValues.Write(writer, error.Path);
        }

        writer.WriteStartObject("extensions"u8);
        writer.WriteString("code"u8, error.Code);
        foreach (var (key, value) in error.Extensions ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            writer.WritePropertyName(key);
            JsonValues.Write(writer, value);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
