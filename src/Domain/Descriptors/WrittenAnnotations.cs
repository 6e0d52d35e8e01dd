using System.Text.Json;
using System.Text.RegularExpressions;

namespace EventCatalog.Domain.Descriptors;

/// <summary>The annotations that the catalog, not the file, writes. Source: Backstage's AnnotateLocationEntityProcessor.</summary>
public static partial class WrittenAnnotations
{
    public const string Location = "backstage.io/managed-by-location";
    public const string Origin = "backstage.io/managed-by-origin-location";
    public const string ViewUrl = "backstage.io/view-url";
    public const string EditUrl = "backstage.io/edit-url";
    public const string SourceLocation = "backstage.io/source-location";

    /// <summary>What stands where a file gives an address that a browser would run.</summary>
    public const string Rejected = "https://backstage.io/annotation-rejected-for-security-reasons";

    /// <summary>Whether the catalog's own value always stands, whatever the file says.</summary>
    public static bool Overwrite(string annotation) => annotation is Location or Origin;

    /// <summary>
    /// Both locations always; for a file behind a <c>url:</c> the address to view it, to edit it (unless it names a
    /// commit) and of its folder, as far as the file does not set them itself. A script is never an address to view or edit.
    /// </summary>
    /// <param name="location">Where the descriptor stands.</param>
    /// <param name="descriptor">The sound descriptor.</param>
    public static IReadOnlyDictionary<string, string> Of(DescriptorLocation location, JsonElement descriptor)
    {
        var written = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Location] = location.Target,
            [Origin] = location.Origin,
        };
        foreach (var annotation in new[] { ViewUrl, EditUrl })
        {
            if (Descriptor.Text(descriptor, "metadata", "annotations", annotation) is { } given && LocationRef.IsScript(given))
                written[annotation] = Rejected;
        }

        if (!LocationRef.TryParse(location.Target, out var file) || file.Type is not "url")
            return written;

        Write(ViewUrl, file.Target);
        if (!CommitHash().IsMatch(file.Target))
            Write(EditUrl, CodeHosts.EditUrl(file.Target));
        if (CodeHosts.FolderUrl(file.Target) is { } folder)
            Write(SourceLocation, $"url:{folder}");
        return written;

        void Write(string annotation, string? value)
        {
            if (value is not null && Descriptor.At(descriptor, "metadata", "annotations", annotation) is null)
                written[annotation] = value;
        }
    }

    [GeneratedRegex(@"\b[0-9a-f]{40,}\b", RegexOptions.ECMAScript, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommitHash();
}
