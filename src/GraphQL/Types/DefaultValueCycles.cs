using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>
/// A default value must not need itself, directly or through the defaults of fields it leaves out.
/// Source: https://spec.graphql.org/September2025/#InputObjectDefaultValueHasCycle()
/// </summary>
internal sealed class DefaultValueCycles
{
    private readonly List<string> faults;
    private readonly HashSet<InputValueDefinition> done = [];
    private readonly List<InputValueDefinition> path = [];

    private DefaultValueCycles(List<string> faults) => this.faults = faults;

    public static void Validate(SchemaAssembly assembly, List<string> faults)
    {
        var search = new DefaultValueCycles(faults);
        foreach (var type in assembly.Types.OfType<InputObjectType>())
            search.Object(type, given: null);
    }

    private void Object(InputObjectType type, ObjectValueNode? given)
    {
        foreach (var field in type.FieldMap.Values)
        {
            var value = given?.Fields.FirstOrDefault(f => string.Equals(f.Name.Value, field.Name, StringComparison.Ordinal))?.Value;
            if (value is not null)
                Value(field.Type, value);
            else
                Default(field);
        }
    }

    private void Default(InputValueDefinition field)
    {
        if (field.DefaultValue is null || field.Type.Named is not InputObjectType || done.Contains(field))
            return;
        var start = path.IndexOf(field);
        if (start >= 0)
        {
            var via = path.Count > start + 1
                ? " via the default values of: " + string.Join(", ", path.Skip(start + 1))
                : "";
            faults.Add($"Invalid circular reference. The default value of Input Object field {field} references itself{via}.");
            return;
        }

        path.Add(field);
        Value(field.Type, field.DefaultValue);
        path.RemoveAt(path.Count - 1);
        done.Add(field);
    }

    private void Value(GraphQLType type, ValueNode value)
    {
        switch (type.Nullable)
        {
            case ListType list when value is ListValueNode items:
                foreach (var item in items.Values)
                    Value(list.OfType, item);
                break;
            case ListType list:
                Value(list.OfType, value);
                break;
            case InputObjectType input when value is ObjectValueNode given:
                Object(input, given);
                break;
        }
    }
}
