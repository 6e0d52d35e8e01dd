using System.Globalization;
using System.Xml;

namespace EventCatalog.Ingestion.Formats;

/// <summary>
/// An XML report, read element by element in bounded memory. Document types are refused, so that no entity grows or leads anywhere, and so is what is
/// nested deeper or longer than any report.
/// </summary>
public sealed class XmlReport : IDisposable
{
    public const int MostDepth = 64;
    public const long MostCharacters = 200_000_000;

    private readonly XmlReader _xml;

    public XmlReport(Stream stream) => _xml = XmlReader.Create(stream, new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostCharacters,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CloseInput = false,
    });

    /// <summary>Of the element or text read last, without its namespace.</summary>
    public string Name => _xml.LocalName;
    public int Depth => _xml.Depth;
    public bool IsStart => _xml.NodeType is XmlNodeType.Element;
    public bool IsEnd => _xml.NodeType is XmlNodeType.EndElement;
    public bool IsEmpty => _xml.IsEmptyElement;

    /// <summary>The text read last; null at an element.</summary>
    public string? Text => _xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA ? _xml.Value : null;

    /// <summary>Goes on to the next element, its end, or text; false at the end of the report.</summary>
    /// <exception cref="UnreadableReportException">What follows is no XML, or nested too deep.</exception>
    public bool Read()
    {
        try
        {
            if (!_xml.Read())
                return false;
        }
        catch (XmlException broken)
        {
            var why = broken.Message.Contains("DTD", StringComparison.Ordinal) ? "A document type (<!DOCTYPE>) is not read; leave it out." : WithoutPlace(broken.Message);
            throw broken.LineNumber == 0 ? new UnreadableReportException(why, inner: broken) : new UnreadableReportException(why, broken.LineNumber, broken.LinePosition, broken);
        }

        return _xml.Depth <= MostDepth ? true : throw Refused($"The element <{Name}> is nested deeper than {MostDepth} levels.");
    }

    /// <summary>Goes on to the first element.</summary>
    /// <param name="expected">What it may be called.</param>
    /// <param name="format">For people.</param>
    public void Root(string format, params ReadOnlySpan<string> expected)
    {
        while (Read() && !IsStart) { }
        if (!expected.Contains(Name))
            throw Refused($"The root element is <{Name}>; a report of {format} begins with <{string.Join("> or <", expected!)}>.");
    }

    public string? Attribute(string name) => _xml.GetAttribute(name);

    /// <exception cref="UnreadableReportException">The element does not say it.</exception>
    public string Required(string name) => Attribute(name) ?? throw Refused($"<{Name}> has no attribute {name}.");

    /// <exception cref="UnreadableReportException">It is there and no number.</exception>
    public decimal? Number(string name)
    {
        // Some tools group the digits of a long time: 1,234.5.
        if (Attribute(name) is not { Length: > 0 } text)
            return null;
        return decimal.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refused($"{name}=\"{Short(text)}\" of <{Name}> is no number.");
    }

    public DateTimeOffset? Time(string name) =>
        DateTimeOffset.TryParse(Attribute(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    public UnreadableReportException Refused(string reason)
    {
        var place = (IXmlLineInfo)_xml;
        return new UnreadableReportException(reason, place.LineNumber, place.LinePosition);
    }

    public void Dispose() => _xml.Dispose();

    internal static string Short(string text) => text.Length <= 80 ? text : $"{text.Clip(80)}…";

    /// <summary>The platform's message ends with the place, which stands before it here.</summary>
    private static string WithoutPlace(string message) => message.IndexOf(" Line ", StringComparison.Ordinal) is var at and > 0 ? message[..at] : message;
}
