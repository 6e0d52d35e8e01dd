using System.Globalization;
using System.Text;

namespace EventCatalog.GraphQL;

/// <summary>A response position: names (aliases where given) and list indexes from the root down. Printed as <c>entities.nodes[0].owner</c>.</summary>
public sealed record ResponsePath(IReadOnlyList<object> Segments)
{
    public override string ToString()
    {
        var text = Print(Segments);
        return text.Length == 0 ? "" : text[" at .".Length..];
    }

    /// <summary>A path as error messages say it: empty, or <c> at .names[0]</c>.</summary>
    internal static string Print(IReadOnlyList<object> segments)
    {
        if (segments.Count == 0)
            return "";
        var text = new StringBuilder(" at ");
        foreach (var segment in segments)
        {
            if (segment is int index)
                text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else
                text.Append('.').Append(segment);
        }

        return text.ToString();
    }
}
