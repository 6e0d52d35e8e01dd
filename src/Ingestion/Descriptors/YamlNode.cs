namespace EventCatalog.Ingestion.Descriptors;

/// <summary>A value of a YAML document before aliases are followed. Places are line and column in the file, from 1.</summary>
internal abstract record YamlNode((int Line, int Column) Place, string? Anchor)
{
    public sealed record Scalar((int Line, int Column) Place, string? Anchor, string Text, object? Value) : YamlNode(Place, Anchor);

    public sealed record List((int Line, int Column) Place, string? Anchor, IReadOnlyList<YamlNode> Items) : YamlNode(Place, Anchor);

    public sealed record Map((int Line, int Column) Place, string? Anchor, IReadOnlyList<(YamlNode Key, YamlNode Value)> Members) : YamlNode(Place, Anchor);

    public sealed record Alias((int Line, int Column) Place, string Target) : YamlNode(Place, Anchor: null);
}

/// <summary>A document breaks a rule of YAML; the message is for its author.</summary>
internal sealed class YamlFault(string message, int line, int column) : Exception(message)
{
    public int Line { get; } = line;
    public int Column { get; } = column;
}
