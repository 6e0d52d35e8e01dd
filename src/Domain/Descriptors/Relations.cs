using System.Text.Json;
using EventCatalog.Domain.Descriptors.Kinds;

namespace EventCatalog.Domain.Descriptors;

/// <summary>One edge of the graph, as the source entity's page shows it.</summary>
public readonly record struct Relation(EntityRef Source, string Type, EntityRef Target);

/// <summary>
/// The relations a descriptor declares. Both directions are written by the declaring entity and die with it; targets
/// need not exist. Source: the built-in field relations of Backstage's catalog.
/// </summary>
public static class Relations
{
    private sealed record Field(string[] Kinds, string Name, string Forward, string Reverse, string? DefaultKind);

    private static readonly Field[] Fields =
    [
        new(["component", "api", "resource", "system", "domain", "template"], "owner", "ownedBy", "ownerOf", "group"),
        new(["component", "api", "resource"], "system", "partOf", "hasPart", "system"),
        new(["component"], "subcomponentOf", "partOf", "hasPart", "component"),
        new(["component"], "providesApis", "providesApi", "apiProvidedBy", "api"),
        new(["component"], "consumesApis", "consumesApi", "apiConsumedBy", "api"),
        new(["component", "resource"], "dependsOn", "dependsOn", "dependencyOf", null),
        new(["component", "resource"], "dependencyOf", "dependencyOf", "dependsOn", null),
        new(["system"], "domain", "partOf", "hasPart", "domain"),
        new(["domain"], "subdomainOf", "partOf", "hasPart", "domain"),
        new(["group"], "parent", "childOf", "parentOf", "group"),
        new(["group"], "children", "parentOf", "childOf", "group"),
        new(["group"], "members", "hasMember", "memberOf", "user"),
        new(["user"], "memberOf", "memberOf", "hasMember", "group"),
    ];

    /// <summary>The root member in which a descriptor of a custom kind keeps the relations that its kind declares.</summary>
    public const string DeclaredByKind = DeclaredRelations.Member;

    /// <summary>The edges that the value of <see cref="DeclaredByKind"/> stands for, both directions; none when there is none.</summary>
    public static IEnumerable<Relation> Declared(EntityRef self, JsonElement? value) => DeclaredRelations.Edges(self, value);

    /// <summary>
    /// Every edge, both directions, distinct, ordered by source, type, target. A bare name has the namespace of the
    /// declaring entity.
    /// </summary>
    /// <exception cref="RuleViolation">A reference cannot be read; the message quotes it.</exception>
    public static IReadOnlyList<Relation> Of(JsonElement descriptor)
    {
        var self = Descriptor.RefOf(descriptor);
        return
        [
            .. FieldsOf(self.Kind)
                .SelectMany(field => OfField(self, field, Descriptor.At(descriptor, "spec", field)))
                .Concat(Declared(self, Descriptor.At(descriptor, DeclaredByKind)))
                .Distinct()
                .OrderBy(edge => edge.Source.ToString(), StringComparer.Ordinal)
                .ThenBy(edge => edge.Type, StringComparer.Ordinal)
                .ThenBy(edge => edge.Target.ToString(), StringComparer.Ordinal),
        ];
    }

    /// <summary>The <c>spec</c> fields of a kind (lower case) that declare relations.</summary>
    public static IEnumerable<string> FieldsOf(string kind) =>
        Fields.Where(field => field.Kinds.Contains(kind, StringComparer.Ordinal)).Select(field => field.Name);

    /// <summary>The edges that one value of one <c>spec</c> field declares, both directions; none when the field declares no relation.</summary>
    /// <exception cref="RuleViolation">A reference cannot be read; the message quotes it.</exception>
    public static IEnumerable<Relation> OfField(EntityRef self, string name, JsonElement? value)
    {
        foreach (var field in Fields.Where(field => string.Equals(field.Name, name, StringComparison.Ordinal) && field.Kinds.Contains(self.Kind, StringComparer.Ordinal)))
        {
            foreach (var text in Texts(value))
            {
                var target = EntityRef.Parse(text, field.DefaultKind, self.Namespace);
                yield return new Relation(self, field.Forward, target);
                yield return new Relation(target, field.Reverse, self);
            }
        }
    }

    private static IEnumerable<string> Texts(JsonElement? value) => value switch
    {
        // What JavaScript calls false is no reference; inside a list it is one that cannot be read.
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } one ? [one] : [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!),
        _ => [],
    };
}
