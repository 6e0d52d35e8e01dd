using System.Runtime.InteropServices;

namespace EventCatalog.GraphQL.Language;

/// <summary>A place in a source text. Line and column start at 1; a column counts UTF-16 code units; CR LF is one line end.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Location(int Line, int Column);
