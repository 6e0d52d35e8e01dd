using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>Keys are prefixed names; values are names or empty.</summary>
internal sealed class LabelsAreValid : IDescriptorRule
{
    private const string Rule = "labels-are-valid";

    public Fault? Check(JsonElement document)
    {
        if (Descriptor.At(document, "metadata", "labels") is not { } labels)
            return null;
        foreach (var label in labels.EnumerateObject())
        {
            var (pointer, field, value) = (Shape.Step("/metadata/labels", label.Name), $"labels.{label.Name}", label.Value.GetString()!);
            if (!Formats.IsKey(label.Name))
                return Formats.Violation(Rule, pointer, field, Formats.KeyText, label.Name);
            if (value.Length > 0 && !Formats.IsName(value))
                return Formats.Violation(Rule, pointer, field, Formats.NameText, value);
        }

        return null;
    }
}
