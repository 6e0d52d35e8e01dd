namespace EventCatalog.GraphQL.Types;

/// <summary>What a field costs by itself, and how many items it, or the lists below it, are expected to have.</summary>
internal sealed record FieldCost(int Weight, ListSize? Size)
{
    /// <summary>Of a list nobody said anything about.</summary>
    public const int AssumedItems = 10;

    public static FieldCost Free { get; } = new(0, Size: null);
}

/// <param name="Assumed">Where no slicing argument is given.</param>
/// <param name="Arguments">Paths of the arguments that bound the list, each by its names.</param>
/// <param name="SizedFields">The lists below that are meant; none when the field itself is the list.</param>
/// <param name="RequiresOne">Whether exactly one of the arguments must be given.</param>
internal sealed record ListSize(int Assumed, IReadOnlyList<string[]> Arguments, IReadOnlyList<string> SizedFields, bool RequiresOne);
