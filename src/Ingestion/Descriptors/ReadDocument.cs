using System.Text.Json;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Ingestion.Descriptors;

/// <summary>One document of a descriptor file: either <paramref name="Root"/> or <paramref name="Fault"/> is given.</summary>
/// <param name="Number">Its number in the file, from 1; documents without content count, though they are not handed out.</param>
/// <param name="Root">Its content, an object.</param>
/// <param name="Fault">Why it could not be read.</param>
/// <param name="Map">Where its values stand; of a document that could not be read, where the reading failed.</param>
/// <param name="Line">Its first line, from 1.</param>
public sealed record ReadDocument(int Number, JsonElement? Root, Fault? Fault, SourceMap Map, int Line);
