using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>One resolver and where it belongs.</summary>
/// <param name="Open">Set for a root field of the subscription type: opens the stream of its values.</param>
internal sealed record FieldBinding(
    string Coordinate,
    Func<object?, FieldContext, object?>? Resolve,
    Func<object?, FieldContext, ValueTask<object?>>? ResolveAsync,
    Func<object?, FieldContext, IAsyncEnumerable<object?>>? Open = null);

/// <summary>Puts resolvers on the fields they name.</summary>
internal static class FieldBindings
{
    public static void Apply(
        SchemaAssembly assembly,
        IEnumerable<FieldBinding> bindings,
        IEnumerable<(string Type, Func<object, string> TypeName)> typeResolvers,
        List<string> faults)
    {
        var bound = new Dictionary<FieldDefinition, FieldBinding>();
        foreach (var binding in bindings)
        {
            if (Find(assembly, binding.Coordinate) is not { } field)
                faults.Add($"A resolver is bound to \"{binding.Coordinate}\" but the SDL has no such field.{Near(assembly, binding.Coordinate)}");
            else if (binding.Open is not null && field.Parent != assembly.Root(OperationType.Subscription))
                faults.Add($"A stream is bound to \"{binding.Coordinate}\", which is not a field of the subscription type.");
            else if (!bound.TryAdd(field, binding))
                faults.Add($"Two resolvers are bound to \"{binding.Coordinate}\".");
        }

        foreach (var type in assembly.Types.OfType<ObjectType>())
        {
            foreach (var field in type.FieldMap.Values)
            {
                if ((bound.GetValueOrDefault(field) ?? FromInterfaces(type, field.Name, bound)) is not { } binding)
                    continue;
                (field.Resolve, field.ResolveAsync, field.Open) = (binding.Resolve, binding.ResolveAsync, binding.Open);
            }
        }

        foreach (var (name, typeName) in typeResolvers)
        {
            switch (assembly.Find(name))
            {
                case InterfaceType i:
                    i.ResolveType = typeName;
                    break;
                case UnionType u:
                    u.ResolveType = typeName;
                    break;
                default:
                    faults.Add($"ResolveType is bound to \"{name}\" but the SDL has no such interface or union.");
                    break;
            }
        }
    }

    // An interface that itself implements another is the more specific of the two, so it is asked first.
    private static FieldBinding? FromInterfaces(ObjectType type, string field, Dictionary<FieldDefinition, FieldBinding> bound) =>
        type.InterfaceList
            .OrderByDescending(i => i.InterfaceList.Count)
            .Select(i => i.FieldMap.TryGetValue(field, out var definition) ? bound.GetValueOrDefault(definition) : null)
            .FirstOrDefault(binding => binding is not null);

    private static FieldDefinition? Find(SchemaAssembly assembly, string coordinate) =>
        coordinate.Split('.') is [var typeName, var fieldName]
        && assembly.Find(typeName) is FieldsType type
        && type.FieldMap.TryGetValue(fieldName, out var field)
            ? field
            : null;

    private static string Near(SchemaAssembly assembly, string coordinate) =>
        Suggestions.DidYouMean(Suggestions.For(
            coordinate, assembly.Types.OfType<FieldsType>().SelectMany(t => t.FieldMap.Keys.Select(f => $"{t.Name}.{f}"))));
}
