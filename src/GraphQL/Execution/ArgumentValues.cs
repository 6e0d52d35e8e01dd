namespace EventCatalog.GraphQL.Execution;

/// <summary>
/// The coerced arguments of a request's fields. Those that depend on variables are the same for every item of a list, so they are coerced
/// once a request.
/// </summary>
internal sealed class ArgumentValues(IReadOnlyDictionary<string, object?> variables)
{
    private Dictionary<FieldPlan, object>? byField;

    /// <exception cref="GraphQLError">An argument is missing or its value, through a variable, does not fit.</exception>
    public Dictionary<string, object?> Of(FieldPlan field)
    {
        if (field.ConstantArguments is { } constant)
            return constant;
        byField ??= [];
        if (!byField.TryGetValue(field, out var known))
        {
            try
            {
                known = ArgumentCoercion.Coerce(field, variables);
            }
            catch (GraphQLError error)
            {
                known = error;
            }

            byField.Add(field, known);
        }

        return known as Dictionary<string, object?> ?? throw (GraphQLError)known;
    }
}
