namespace EventCatalog.GraphQL.Language;

/// <summary>
/// Names one element of a schema. <see cref="Parse"/> reads it, <see cref="object.ToString"/> writes it,
/// <see cref="Schema.Resolve(SchemaCoordinate)"/> finds what it names.
/// Source: https://spec.graphql.org/September2025/#sec-Schema-Coordinates
/// </summary>
public abstract record SchemaCoordinate
{
    private SchemaCoordinate() { }

    /// <summary><c>Type</c></summary>
    public sealed record NamedType(string Name) : SchemaCoordinate
    {
        public override string ToString() => Name;
    }

    /// <summary><c>Type.member</c>: a field, an input field or an enum value.</summary>
    public sealed record Member(string Type, string Name) : SchemaCoordinate
    {
        public override string ToString() => $"{Type}.{Name}";
    }

    /// <summary><c>Type.field(argument:)</c></summary>
    public sealed record Argument(string Type, string Field, string Name) : SchemaCoordinate
    {
        public override string ToString() => $"{Type}.{Field}({Name}:)";
    }

    /// <summary><c>@directive</c></summary>
    public sealed record Directive(string Name) : SchemaCoordinate
    {
        public override string ToString() => $"@{Name}";
    }

    /// <summary><c>@directive(argument:)</c></summary>
    public sealed record DirectiveArgument(string DirectiveName, string Name) : SchemaCoordinate
    {
        public override string ToString() => $"@{DirectiveName}({Name}:)";
    }

    /// <summary>Reads a coordinate. Nothing is ignored: a space, a comma or a line end makes it none.</summary>
    /// <exception cref="GraphQLSyntaxError">The text is no coordinate.</exception>
    public static SchemaCoordinate Parse(string text) => SchemaCoordinateParser.Parse(text);
}
