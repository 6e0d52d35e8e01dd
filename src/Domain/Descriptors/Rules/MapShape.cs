using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>An object whose named members have shapes.</summary>
/// <param name="Members">In the order in which Backstage's schema lists them.</param>
internal sealed record MapShape((string Name, Shape Shape)[] Members) : Shape
{
    /// <summary>Members that must be there, in the order in which they are missed.</summary>
    public string[] Required { get; init; } = [];

    /// <summary>The shape of every member that is not named; null when none may be there.</summary>
    public Shape? Others { get; init; } = Anything;

    public override Misfit? FirstMisfit(JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return new Misfit(pointer, "must be object", "type: object");

        foreach (var name in Required)
        {
            if (!value.TryGetProperty(name, out _))
                return new Misfit(pointer, $"must have required property '{name}'", $"missingProperty: {name}");
        }

        foreach (var member in value.EnumerateObject().Where(member => !Members.Any(named => string.Equals(named.Name, member.Name, StringComparison.Ordinal))))
        {
            if (Others is null)
                return new Misfit(pointer, "must NOT have additional properties", $"additionalProperty: {member.Name}");
            if (Others.FirstMisfit(member.Value, Step(pointer, member.Name)) is { } misfit)
                return misfit;
        }

        foreach (var (name, shape) in Members)
        {
            if (value.TryGetProperty(name, out var member) && shape.FirstMisfit(member, Step(pointer, name)) is { } misfit)
                return misfit;
        }

        return null;
    }
}
