namespace EventCatalog.GraphQL.Types;

/// <summary>
/// An input object that needs itself can never be given. Non-null fields lead on; a list or a nullable field ends the chase.
/// A oneOf object can be given when one of its fields can.
/// Source: https://spec.graphql.org/September2025/#sec-Input-Objects.Circular-References
/// </summary>
internal static class InputObjectCycles
{
    public static void Validate(SchemaAssembly assembly, List<string> faults)
    {
        var inputs = assembly.Types.OfType<InputObjectType>().ToList();
        var finite = new HashSet<InputObjectType>();
        bool grew;
        do
        {
            grew = false;
            foreach (var input in inputs.Where(i => !finite.Contains(i)))
            {
                var isFinite = input.IsOneOf
                    ? input.FieldMap.Count == 0 || input.FieldMap.Values.Any(f => Needed(f.Type) is not { } next || finite.Contains(next))
                    : input.FieldMap.Values.All(f => !f.Type.IsNonNull || Needed(f.Type.Nullable) is not { } next || finite.Contains(next));
                if (isFinite)
                    grew |= finite.Add(input);
            }
        }
        while (grew);

        var reported = new HashSet<InputObjectType>();
        foreach (var input in inputs.Where(i => !finite.Contains(i)))
        {
            var path = CycleFrom(input, finite);
            if (path.TrueForAll(step => reported.Add((InputObjectType)step.Owner)))
            {
                var text = string.Join(", ", path.Select(step => step.Field.ToString()));
                faults.Add($"Input Object {path[0].Owner} cannot be provided a finite value because it references itself through fields: {text}.");
            }
        }
    }

    private static InputObjectType? Needed(GraphQLType type) => type as InputObjectType;

    // Follows the first unfulfillable field from each object until one comes again.
    private static List<(NamedType Owner, InputValueDefinition Field)> CycleFrom(InputObjectType start, HashSet<InputObjectType> finite)
    {
        var path = new List<(NamedType Owner, InputValueDefinition Field)>();
        var current = start;
        while (true)
        {
            var known = path.FindIndex(step => ReferenceEquals(step.Owner, current));
            if (known >= 0)
                return path[known..];
            var field = current.FieldMap.Values.First(f =>
                (current.IsOneOf || f.Type.IsNonNull) && Needed(f.Type.Nullable) is { } next && !finite.Contains(next));
            path.Add((current, field));
            current = Needed(field.Type.Nullable)!;
        }
    }
}
