namespace EventCatalog.GraphQL;

/// <summary>
/// A value together with what every field below it shall find in its scope; a resolver returns it in place of the value, also
/// as an item of a list. See <see cref="FieldContext.SetScope{T}"/>.
/// </summary>
public sealed record Scoped(object? Value, object Scope);
