using System.Collections.Concurrent;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>
/// https://spec.graphql.org/September2025/#sec-Enums. Resolvers may answer with the value's name or with a CLR enum:
/// its members match without regard to case and underscores (<c>NotFound</c> is <c>NOT_FOUND</c>).
/// </summary>
public sealed class EnumType(string name) : NamedType(name)
{
    private readonly ConcurrentDictionary<object, string?> namesByMember = new();

    internal OrderedDictionary<string, EnumValueDefinition> ValueMap { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, EnumValueDefinition> Values => ValueMap;

    /// <summary>The value's name for what a resolver returned.</summary>
    /// <exception cref="GraphQLError">It names no value of this enum.</exception>
    internal string Serialize(object value)
    {
        var found = value switch
        {
            string text => ValueMap.ContainsKey(text) ? text : null,
            Enum member => namesByMember.GetOrAdd(member, static (m, self) => self.NameOf(m.ToString()!), this),
            _ => null,
        };
        return found ?? throw new GraphQLError($"Enum \"{Name}\" cannot represent value: {Inspect.Value(value)}", "INTERNAL");
    }

    internal string ParseValue(object? value)
    {
        if (value is not string text)
        {
            var shown = Inspect.Value(value);
            throw new GraphQLError($"Enum \"{Name}\" cannot represent non-string value: {shown}.{DidYouMeanValue(shown)}");
        }

        return Known(text);
    }

    internal string ParseLiteral(ValueNode literal)
    {
        if (literal is not EnumValueNode name)
        {
            var shown = Printer.Print(literal);
            throw new GraphQLError($"Enum \"{Name}\" cannot represent non-enum value: {shown}.{DidYouMeanValue(shown)}")
            {
                Locations = [literal.Location],
            };
        }

        return ValueMap.ContainsKey(name.Value)
            ? name.Value
            : throw new GraphQLError($"Value \"{name.Value}\" does not exist in \"{Name}\" enum.{DidYouMeanValue(name.Value)}")
            {
                Locations = [literal.Location],
            };
    }

    private string Known(string text) =>
        ValueMap.ContainsKey(text)
            ? text
            : throw new GraphQLError($"Value \"{text}\" does not exist in \"{Name}\" enum.{DidYouMeanValue(text)}");

    private string DidYouMeanValue(string text) => Suggestions.DidYouMean("the enum value", Suggestions.For(text, ValueMap.Keys));

    private string? NameOf(string member) => ValueMap.Keys.FirstOrDefault(name => SameName(name, member));

    /// <summary>Whether an UPPER_SNAKE name and a PascalCase name say the same.</summary>
    internal static bool SameName(string graphQLName, string clrName) =>
        string.Equals(
            graphQLName.Replace("_", "", StringComparison.Ordinal),
            clrName.Replace("_", "", StringComparison.Ordinal),
            StringComparison.OrdinalIgnoreCase);
}
