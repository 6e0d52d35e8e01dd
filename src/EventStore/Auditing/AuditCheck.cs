using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;

namespace EventCatalog.EventStore;

/// <summary>What a check of an audit file found.</summary>
/// <param name="Header">Null when even that cannot be read.</param>
/// <param name="Events">Those that hold, up to the first fault.</param>
/// <param name="Unsigned">Anchors from before there was a key; those after stand for them too.</param>
/// <param name="Keys">Ids of the keys that signed something.</param>
/// <param name="Fault">The first thing that does not hold; null when all does.</param>
public sealed record AuditReport(AuditHeader? Header, long Events, long Anchors, long Unsigned, IReadOnlyList<string> Keys, AuditFault? Fault);

/// <summary>What does not hold, and where.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Position">Of the event it is about, or of the last one before it; null before the first.</param>
public sealed record AuditFault(long Line, long? Position, string Problem);

/// <summary>Checks an audit file by itself: no server, no database.</summary>
public static class AuditCheck
{
    private const int LongestLine = 256 * 1024 * 1024;

    /// <param name="trusted">The keys that may have signed; null for those the file brings, which then must be compared with the ones known from elsewhere.</param>
    public static async Task<AuditReport> VerifyAsync(Stream file, IReadOnlyList<PublicKey>? trusted, CancellationToken ct)
    {
        var state = new AuditState(trusted);
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(ct);
                var buffer = read.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    state.Next(buffer.Slice(0, buffer.GetPosition(1, end)).ToArray());
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                }

                if (read.IsCompleted || buffer.Length > LongestLine)
                {
                    state.Complete(hasRest: buffer.Length > 0);
                    return state.Report(null);
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        catch (AuditFaultException fault)
        {
            return state.Report(new AuditFault(state.Line, state.Position, fault.Message));
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return state.Report(new AuditFault(state.Line, state.Position, $"the line is not what it should be: {wrong.Message}"));
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }
}

internal sealed class AuditFaultException(string problem) : Exception(problem)
{
    public static AuditFaultException Of(FormattableString problem) => new(problem.ToString(CultureInfo.InvariantCulture));
}
