using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EventCatalog.GraphQL.Execution;

/// <summary>The bytes of an answer while it is written, in memory borrowed from the pool. Text at its end can be taken back.</summary>
/// <param name="maxSize">What may be written; more throws <see cref="AnswerTooLargeException"/>.</param>
internal sealed class AnswerBuffer(int maxSize) : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 4 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What stands in JSON as it stands in memory. Everything else is rarer and left to the JSON writer.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);

    private byte[] bytes = [];
    private Utf8JsonWriter? json;

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Slice(int start, int end) => bytes.AsMemory(start, end - start);

    public void Truncate(int count) => Count = count;

    public void Write(byte character)
    {
        Reserve(1);
        bytes[Count++] = character;
    }

    public void Write(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        Count += text.Length;
    }

    /// <summary>Writes a part of this buffer once more at its end. Copies do not count as written.</summary>
    public void Repeat(int start, int end)
    {
        var length = end - start;
        Grow(length);
        bytes.AsSpan(start, length).CopyTo(bytes.AsSpan(Count));
        Count += length;
    }

    /// <summary>Writes a plain value, or anything <see cref="JsonValues"/> knows, as JSON.</summary>
    public void WriteValue(object? value)
    {
        switch (value)
        {
            case string text when text.AsSpan().IndexOfAnyExcept(Plain) < 0:
                var quoted = Reserve(text.Length + 2);
                quoted[0] = (byte)'"';
                Encoding.ASCII.GetBytes(text, quoted[1..]);
                quoted[text.Length + 1] = (byte)'"';
                Count += text.Length + 2;
                break;
            case bool truth:
                Write(truth ? "true"u8 : "false"u8);
                break;
            case int number:
                WriteNumber(number);
                break;
            case long number:
                WriteNumber(number);
                break;
            default:
                Write(static (writer, given) => JsonValues.Write(writer, given), value);
                break;
        }
    }

    /// <summary>Lets another write one value.</summary>
    /// <exception cref="InvalidOperationException">What was written is not one whole value.</exception>
    public void Write<T>(Action<Utf8JsonWriter, T> write, T value)
    {
        var start = Count;
        if (json is null)
            json = new Utf8JsonWriter(this, Options);
        else
            json.Reset();
        write(json, value);
        json.Flush();
        if (json.CurrentDepth != 0 || Count == start)
            throw new InvalidOperationException("What was written is not one whole JSON value.");
    }

    public void Advance(int count)
    {
        Reserve(count);
        Count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return bytes.AsMemory(Count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return bytes.AsSpan(Count);
    }

    /// <summary>Gives the memory back; nothing that was sliced from it may be read any more.</summary>
    public void Dispose()
    {
        Return();
        (bytes, Count) = ([], 0);
    }

    private void WriteNumber(long number)
    {
        const int longest = 20;
        number.TryFormat(Reserve(longest), out var written, provider: System.Globalization.CultureInfo.InvariantCulture);
        Count += written;
    }

    private void Return()
    {
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    private Span<byte> Reserve(int count)
    {
        if (Count + count > maxSize)
            throw new AnswerTooLargeException();
        Grow(count);
        return bytes.AsSpan(Count, count);
    }

    private void Grow(int count)
    {
        if (bytes.Length - Count >= count)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, Math.Max(Count + count, 2 * bytes.Length)));
        bytes.AsSpan(0, Count).CopyTo(larger);
        Return();
        bytes = larger;
    }
}

/// <summary>Ends an execution whose answer is larger than the options allow.</summary>
internal sealed class AnswerTooLargeException : Exception;
