namespace EventCatalog.GraphQL.Types;

/// <summary>What a type owes the interfaces it implements. Source: https://spec.graphql.org/September2025/#IsValidImplementation()</summary>
internal static class InterfaceRules
{
    public static void Validate(FieldsType type, List<string> faults)
    {
        // That a type must not implement itself has been said.
        foreach (var implemented in type.InterfaceList.Where(i => !ReferenceEquals(i, type)))
        {
            foreach (var inherited in implemented.InterfaceList.Where(i => !type.InterfaceList.Contains(i)))
            {
                faults.Add(ReferenceEquals(inherited, type)
                    ? $"Type {type} cannot implement {implemented} because it would create a circular reference."
                    : $"Type {type} must implement {inherited} because it is implemented by {implemented}.");
            }

            foreach (var expected in implemented.FieldMap.Values)
            {
                if (type.FieldMap.TryGetValue(expected.Name, out var field))
                    ValidateField(expected, field, faults);
                else
                    faults.Add($"Interface field {expected} expected but {type} does not provide it.");
            }
        }
    }

    private static void ValidateField(FieldDefinition expected, FieldDefinition field, List<string> faults)
    {
        if (!TypeComparison.IsSubType(field.Type, expected.Type))
            faults.Add($"Interface field {expected} expects type {expected.Type} but {field} is type {field.Type}.");
        foreach (var argument in expected.ArgumentMap.Values)
        {
            if (!field.ArgumentMap.TryGetValue(argument.Name, out var own))
                faults.Add($"Interface field argument {argument} expected but {field} does not provide it.");
            else if (!TypeComparison.AreEqual(argument.Type, own.Type))
                faults.Add($"Interface field argument {argument} expects type {argument.Type} but {own} is type {own.Type}.");
        }

        foreach (var own in field.ArgumentMap.Values.Where(a => a.IsRequired && !expected.ArgumentMap.ContainsKey(a.Name)))
            faults.Add($"Argument \"{own}\" must not be required type \"{own.Type}\" if not provided by the Interface field \"{expected}\".");
        if (field.DeprecationReason is not null && expected.DeprecationReason is null)
            faults.Add($"Interface field {expected} is not deprecated, so implementation field {field} must not be deprecated.");
    }
}
