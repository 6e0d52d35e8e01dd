using System.Globalization;

namespace EventCatalog.Ingestion.Descriptors;

/// <summary>The name a YAML key has in JSON: text as it is, numbers and booleans as JavaScript prints them, nothing as nothing, collections in flow style.</summary>
internal static class KeyText
{
    /// <param name="key">The key.</param>
    /// <param name="target">What the key refers to when it is an alias.</param>
    public static string Of(YamlNode key, YamlNode? target = null) => key switch
    {
        YamlNode.Scalar { Value: null } => "",
        YamlNode.Scalar { Value: string text } => text,
        YamlNode.Scalar { Value: bool truth } => truth ? "true" : "false",
        YamlNode.Scalar { Value: double number } => Number(number),
        YamlNode.Alias when target is YamlNode.Scalar scalar => Of(scalar),
        _ => Flow(key),
    };

    private static string Flow(YamlNode node) => node switch
    {
        YamlNode.Scalar scalar => scalar.Text,
        YamlNode.Alias alias => $"*{alias.Target}",
        YamlNode.List { Items: [] } => "[]",
        YamlNode.List list => $"[ {string.Join(", ", list.Items.Select(Flow))} ]",
        YamlNode.Map { Members: [] } => "{}",
        YamlNode.Map map => $"{{ {string.Join(", ", map.Members.Select(member => Pair(member.Key, member.Value)))} }}",
        _ => "",
    };

    private static string Pair(YamlNode key, YamlNode value) =>
        value is YamlNode.Scalar { Value: null, Text: "" } ? Flow(key) : $"{Flow(key)}: {Flow(value)}";

    private static string Number(double number) =>
        double.IsNaN(number) ? "NaN"
        : double.IsInfinity(number) ? (number > 0 ? "Infinity" : "-Infinity")
        : Math.Abs(number) < 1e15 && Math.Truncate(number) == number ? ((long)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture);
}
