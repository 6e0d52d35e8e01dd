using System.Globalization;

namespace EventCatalog.EmbeddedPostgres.Backup;

/// <summary>One piece of the write-ahead log, named as PostgreSQL names its file: timeline, then number, in 24 hexadecimal digits.</summary>
/// <param name="Number">Counts from the beginning of the cluster, through all timelines.</param>
internal sealed record WalSegment(uint Timeline, ulong Number)
{
    /// <summary>The size a cluster of ours has.</summary>
    public const long Bytes = 16 * 1024 * 1024;

    private const ulong PerLog = 0x1_0000_0000 / (ulong)Bytes;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Timeline:X8}{Number / PerLog:X8}{Number % PerLog:X8}");

    /// <summary>Null for anything else that stands in an archive: histories, backup labels, temporary files.</summary>
    public static WalSegment? Parse(string name) =>
        name.Length == 24 && Hex(name[..8]) is { } timeline && Hex(name[8..16]) is { } log && Hex(name[16..]) is { } place
            ? new WalSegment((uint)timeline, (log * PerLog) + place)
            : null;

    /// <summary>The number of the segment that holds what ends at this place: <c>16/B374D848</c>.</summary>
    public static ulong EndingAt(string place) => (Place(place) - 1) / (ulong)Bytes;

    /// <summary>The number of the segment that holds what begins at this place.</summary>
    public static ulong BeginningAt(string place) => Place(place) / (ulong)Bytes;

    private static ulong Place(string text) => text.Split('/') is [var high, var low]
        ? (Hex(high)!.Value << 32) + Hex(low)!.Value
        : throw new FormatException($"{text} is not a place in the write-ahead log.");

    private static ulong? Hex(string text) => ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
