using System.Text.Json;
using EventCatalog.Domain.Descriptors.Kinds;
using static EventCatalog.Domain.Descriptors.Rules.Shape;

namespace EventCatalog.Domain.Descriptors.Rules.Kinds;

/// <summary>A kind that is data. Source of its limits: the catalog model layers of Backstage's catalog-model 1.10.</summary>
internal sealed class KindDeclaration() : KindSpec(CustomKind.Declaration, "kind-spec", Spec, CustomKind.ApiVersion)
{
    private static readonly Shape Field = new MapShape(
        [("field", SomeText), ("type", SomeText), ("reverse", SomeText), ("defaultKind", SomeText), ("defaultNamespace", OneOf("inherit", "default")), ("allowedKinds", SomeTexts)])
    {
        Required = ["field", "type"],
    };

    private static readonly MapShape Spec = new(
    [
        ("kind", SomeText),
        ("apiVersions", SomeTexts),
        ("type", SomeText),
        ("icon", SomeText),
        ("tabs", SomeTexts),
        ("schema", Map),
        ("relations", ListOf(Field)),
    ])
    {
        Required = ["kind", "apiVersions"],
    };
}

/// <summary>What a kind declares can be followed: its name, its schema, the types of its relations; and it takes no built-in kind away.</summary>
internal sealed class KindDeclarationHolds : IDescriptorRule
{
    private const string Rule = "kind-declaration-holds";
    private static readonly string[] NotAtRoot = ["allOf", "oneOf", "anyOf", "if", "then", "else", "not", "$ref"];
    private static readonly string[] OfEnvelope = ["kind", "apiVersion", "metadata"];

    public Fault? Check(JsonElement document)
    {
        if (CustomKind.In(document) is not { } kind)
            return null;
        if (!Formats.IsKind(kind.Name))
            return new Fault(Rule, "/spec/kind", $"\"{kind.Name}\" is not a kind; expected {Formats.KindText}");
        if (kind.ApiVersions.Count == 0)
            return new Fault(Rule, "/spec/apiVersions", "A kind needs at least one apiVersion");
        if (kind.SpecType is null && AllRules.Kinds.FirstOrDefault(builtIn => kind.ApiVersions.Any(version => builtIn.IsOf(kind.Name, version))) is not null)
            return new Fault(Rule, "/spec/kind", $"{kind.Name} is a built-in kind; give a type to narrow it, or another apiVersion");
        var unnamed = kind.Relations.Select((field, index) => (field, index)).FirstOrDefault(each => each.field.Path[0] is not ("spec" or "metadata") || each.field.Path.Count < 2);
        if (unnamed.field is not null)
            return new Fault(Rule, FormattableString.Invariant($"/spec/relations/{unnamed.index}/field"), $"\"{string.Join('.', unnamed.field.Path)}\" is not a field of spec or metadata, such as spec.producedBy");
        return Descriptor.At(document, "spec", "schema") is { } schema ? FaultOfSchema(schema) : null;
    }

    private static Fault? FaultOfSchema(JsonElement schema)
    {
        if (Descriptor.Text(schema, "type") is not "object")
            return At("", "the schema of a kind has type: object");
        if (NotAtRoot.FirstOrDefault(keyword => schema.TryGetProperty(keyword, out _)) is { } combination)
            return At($"/{combination}", $"the schema of a kind has no {combination} at its root");
        if (Descriptor.At(schema, "properties") is { ValueKind: JsonValueKind.Object } properties)
        {
            if (OfEnvelope.FirstOrDefault(field => properties.TryGetProperty(field, out _)) is { } taken)
                return At($"/properties/{taken}", $"{taken} is the envelope's and cannot be declared again");
            foreach (var field in properties.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Object))
            {
                if (NotAtRoot.FirstOrDefault(keyword => field.Value.TryGetProperty(keyword, out _)) is { } inner)
                    return At($"/properties/{field.Name}/{inner}", $"a root field has no {inner}");
            }
        }

        return JsonSchema.FaultIn(schema, "") is { } fault ? At(fault.Pointer, fault.Message) : null;

        static Fault At(string pointer, string message) => new(Rule, $"/spec/schema{pointer}", $"/spec/schema{pointer}: {message}");
    }
}
