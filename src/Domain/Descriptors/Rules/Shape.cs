using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>Where a value does not have its shape.</summary>
/// <param name="Pointer">JSON pointer to the value.</param>
/// <param name="Message">What is wrong, in the words of the Ajv validator.</param>
/// <param name="Detail">The offended keyword's parameter, as <c>name: value</c>.</param>
internal sealed record Misfit(string Pointer, string Message, string Detail)
{
    /// <summary>The place as Backstage prints it.</summary>
    public string Place => Pointer.Length == 0 ? "<root>" : Pointer;
}

/// <summary>
/// The part of JSON Schema draft-07 that descriptors need, asked in Ajv's order, because the first misfit is the one that is shown.
/// </summary>
internal abstract record Shape
{
    public static readonly Shape Anything = new AnyShape();
    public static readonly Shape Text = new TextShape(MinLength: 0);
    public static readonly Shape SomeText = new TextShape(MinLength: 1);
    public static readonly Shape SomeTexts = new ListShape(SomeText);
    public static readonly Shape TextOrBoolean = new TextOrBooleanShape();
    public static readonly Shape Map = new MapShape([]);

    /// <summary>The first misfit in the value; null when it fits.</summary>
    public abstract Misfit? FirstMisfit(JsonElement value, string pointer);

    public static Shape ListOf(Shape item) => new ListShape(item);

    public static Shape OneOf(params string[] texts) => new ChoiceShape(texts);

    public static Shape EitherOf(Shape first, Shape second) => new EitherShape(first, second);

    public static Shape MapOf(params (string Name, Shape Shape)[] members) => new MapShape(members);

    public static string Step(string pointer, string member) =>
        $"{pointer}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private static Misfit WrongType(string pointer, string expected) => new(pointer, $"must be {expected}", $"type: {expected}");

    private sealed record AnyShape : Shape
    {
        public override Misfit? FirstMisfit(JsonElement value, string pointer) => null;
    }

    private sealed record TextShape(int MinLength) : Shape
    {
        public override Misfit? FirstMisfit(JsonElement value, string pointer) =>
            value.ValueKind != JsonValueKind.String ? WrongType(pointer, "string")
            : value.GetString()!.Length < MinLength ? new Misfit(pointer, $"must NOT have fewer than {MinLength} characters", $"limit: {MinLength}")
            : null;
    }

    private sealed record TextOrBooleanShape : Shape
    {
        public override Misfit? FirstMisfit(JsonElement value, string pointer) =>
            value.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False ? null : WrongType(pointer, "string,boolean");
    }

    private sealed record ChoiceShape(string[] Texts) : Shape
    {
        public override Misfit? FirstMisfit(JsonElement value, string pointer) =>
            value.ValueKind != JsonValueKind.String ? WrongType(pointer, "string")
            : Texts.Contains(value.GetString(), StringComparer.Ordinal) ? null
            : new Misfit(pointer, "must be equal to one of the allowed values", $"allowedValues: {string.Join(',', Texts)}");
    }

    private sealed record EitherShape(Shape First, Shape Second) : Shape
    {
        public override Misfit? FirstMisfit(JsonElement value, string pointer)
        {
            var misfit = First.FirstMisfit(value, pointer);
            return misfit is not null && Second.FirstMisfit(value, pointer) is null ? null : misfit;
        }
    }

    private sealed record ListShape(Shape Item) : Shape
    {
        public override Misfit? FirstMisfit(JsonElement value, string pointer) =>
            value.ValueKind != JsonValueKind.Array
                ? WrongType(pointer, "array")
                : value.EnumerateArray().Select((item, index) => Item.FirstMisfit(item, $"{pointer}/{index}")).FirstOrDefault(misfit => misfit is not null);
    }
}
