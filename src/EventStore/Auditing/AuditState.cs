using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace EventCatalog.EventStore;

/// <summary>How far the check of an audit file has come, line by line.</summary>
/// <param name="trusted">The keys that may have signed; null for those the file brings.</param>
internal sealed class AuditState(IReadOnlyList<PublicKey>? trusted)
{
    private readonly Dictionary<string, PublicKey> keys = trusted?.ToDictionary(key => key.Id, StringComparer.Ordinal) ?? new(StringComparer.Ordinal);
    private readonly string whose = trusted is null ? "those in the file" : "those given";
    private readonly SortedSet<string> signers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Version, string Hash)> ends = new(StringComparer.Ordinal);
    private readonly IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> again = new();

    private AuditHeader? header;
    private Anchor? anchor;
    private long anchors, unsigned, events, position, lastPosition, lastLeaf = -1;
    private bool isEnded;

    public long Line { get; private set; }

    public long? Position => position == 0 ? null : position;

    public AuditReport Report(AuditFault? fault) => new(header, events, anchors, unsigned, [.. signers], fault);

    /// <exception cref="AuditFaultException">The line, or what stands before it, does not hold.</exception>
    public void Next(byte[] line)
    {
        Line++;
        if (isEnded)
            throw new AuditFaultException("lines were added after the end");
        using var document = JsonDocument.Parse(line);
        var json = document.RootElement;
        again.ResetWrittenCount();
        if (Line == 1)
            Header(json);
        else if (json.TryGetProperty("position", out _))
            Event(json);
        else if (json.TryGetProperty("anchor", out var one))
            Anchor(one);
        else if (json.TryGetProperty("publicKey", out var key))
            Key(json, key);
        else if (json.TryGetProperty("end", out var end))
            End(end);
        else
            throw new AuditFaultException("the line is neither a key, an anchor, an event nor the end");
        if (!again.WrittenSpan.SequenceEqual(line))
            throw AuditFaultException.Of(json.TryGetProperty("position", out _) ? (FormattableString)$"@{lastPosition} was changed: its line does not say what was recorded" : $"the line was changed");
        digest.AppendData(line);
    }

    public void Complete(bool hasRest)
    {
        if (!isEnded || hasRest)
        {
            Line++;
            throw AuditFaultException.Of(isEnded ? (FormattableString)$"text was added after the end" : $"the file is cut off: after @{lastPosition} its end is missing");
        }
    }

    private void Header(JsonElement json)
    {
        if (!json.TryGetProperty("audit", out var format) || format.GetString() is not AuditHeader.Format)
            throw new AuditFaultException($"this is no audit file: its first line does not say \"audit\": \"{AuditHeader.Format}\"");
        header = new AuditHeader(
            Text(json, "store")!, Number(json, "from"), Number(json, "to"), Text(json, "scope"),
            json.GetProperty("streams").ValueKind is JsonValueKind.Null ? null : json.GetProperty("streams").GetInt32(),
            json.GetProperty("madeAt").GetDateTimeOffset(), Text(json, "program")!);
        AuditLines.Write(again, writer => AuditLines.Header(writer, header));
    }

    private void Key(JsonElement json, JsonElement encoded)
    {
        var key = PublicKey.Read(encoded.GetBytesFromBase64());
        if (!string.Equals(key.Id, Text(json, "key"), StringComparison.Ordinal))
            throw AuditFaultException.Of($"the key was changed: it is {key.Id} and not {Text(json, "key")}");
        if (trusted is null)
            keys[key.Id] = key;
        AuditLines.Write(again, writer => AuditLines.Key(writer, key));
    }

    private void Anchor(JsonElement json)
    {
        CloseAnchor();
        var next = new Anchor(
            Number(json, "from"), Number(json, "to"), Number(json, "leaves"), Text(json, "root")!, Text(json, "link")!,
            json.GetProperty("at").GetDateTimeOffset(), Text(json, "key"), Text(json, "signature"));
        var before = Text(json, "before");
        if (anchor is null ? next.From > header!.From : next.From != anchor.To + 1)
            throw AuditFaultException.Of($"the anchor before @{next.From}..@{next.To} was removed");
        if (anchor is not null && !string.Equals(before, anchor.Link, StringComparison.Ordinal))
            throw AuditFaultException.Of($"the anchor of @{next.From}..@{next.To} does not follow the one before it");
        if (!string.Equals(EventStore.Anchors.LinkOf(before, next.From, next.To, next.Leaves, Convert.FromHexString(next.Root)), next.Link, StringComparison.Ordinal))
            throw AuditFaultException.Of($"the anchor of @{next.From}..@{next.To} was changed: its link is another");
        if (next.Doubt(keys, whose) is { } doubt && (next.Key is not null || signers.Count > 0))
            throw AuditFaultException.Of($"the anchor of @{next.From}..@{next.To}: {doubt}");
        if (next.Key is null)
            unsigned++;
        else
            signers.Add(next.Key);
        (anchor, lastLeaf, anchors) = (next, -1, anchors + 1);
        AuditLines.Write(again, writer => AuditLines.Anchor(writer, next, before));
    }

    private void Event(JsonElement json)
    {
        var e = Read(json);
        var place = new AuditPlace(Number(json, "number"), Number(json, "leaf"), [.. json.GetProperty("path").EnumerateArray().Select(neighbour => neighbour.GetString()!)]);
        position = e.Position;
        if (e.Position <= lastPosition)
            throw AuditFaultException.Of($"@{e.Position} stands after @{lastPosition}: events were put in another order, or one was added");
        if (place.Number != events + 1)
            throw AuditFaultException.Of($"after @{lastPosition} comes @{e.Position} as number {place.Number}, where number {events + 1} should stand: an event was removed, added or moved");
        lastPosition = e.Position;
        if (e.Problem is { } problem)
            throw AuditFaultException.Of($"@{e.Position}, event {e.Version} of {e.Stream}, was changed: its content and its hash do not fit each other ({problem})");
        if (ends.TryGetValue(e.Stream, out var end) && (end.Version + 1, end.Hash) != (e.Version, e.Previous))
            throw AuditFaultException.Of($"@{e.Position} does not follow event {end.Version} of {e.Stream}: an event between was removed, or this one was added");
        Prove(e, place);
        ends[e.Stream] = (e.Version, e.Hash);
        (lastLeaf, events) = (place.Leaf, events + 1);
        AuditLines.Write(again, writer => AuditLines.Event(writer, e, place));
    }

    private void Prove(ChainedEvent e, AuditPlace place)
    {
        if (anchor is null || e.Position < anchor.From || e.Position > anchor.To || e.Position < header!.From || e.Position > header.To)
            throw AuditFaultException.Of($"@{e.Position} does not belong here: it was added or moved");
        var root = MerklePaths.Root(EventStore.Anchors.Leaf(e.Position, e.Hash), place.Leaf, anchor.Leaves, [.. place.Path.Select(Convert.FromHexString)]);
        if (root is null || !string.Equals(Convert.ToHexStringLower(root), anchor.Root, StringComparison.Ordinal))
            throw AuditFaultException.Of($"@{e.Position} is not among the events anchored in @{anchor.From}..@{anchor.To}: it was added or changed, or its path was");
        if (header.IsWhole && (lastLeaf >= 0 || anchor.From >= header.From) && place.Leaf != lastLeaf + 1)
            throw AuditFaultException.Of($"before @{e.Position} {place.Leaf - lastLeaf - 1} events of @{anchor.From}..@{anchor.To} are missing");
    }

    /// <summary>Whether the last events of the anchor are there, where all of them should be.</summary>
    private void CloseAnchor()
    {
        if (anchor is null || !header!.IsWhole || anchor.From < header.From || anchor.To > header.To || lastLeaf == anchor.Leaves - 1)
            return;
        throw AuditFaultException.Of($"after @{lastPosition} {anchor.Leaves - 1 - lastLeaf} events of @{anchor.From}..@{anchor.To} are missing");
    }

    private void End(JsonElement json)
    {
        CloseAnchor();
        var (key, signature) = (Text(json, "key"), Text(json, "signature"));
        var said = new AuditEnd(Number(json, "events"), Number(json, "lines"), Text(json, "sha256")!);
        if (said.Events != events)
            throw AuditFaultException.Of($"the end says {said.Events} events, and {events} are there: after @{lastPosition} events were removed or added");
        if (anchor is null ? header!.To >= header.From : anchor.To < header!.To)
            throw AuditFaultException.Of($"anchors up to @{header.To} are missing");
        var found = new AuditEnd(events, Line - 1, Convert.ToHexStringLower(digest.GetCurrentHash()));
        if (said != found)
            throw new AuditFaultException("the digest is another: the first line or the end was changed, or lines were removed or added");
        if (key is null || signature is null)
            throw new AuditFaultException("the file is not signed");
        if (!keys.TryGetValue(key, out var signer))
            throw AuditFaultException.Of($"the file is signed with key {key}, which is not among {whose}");
        if (!signer.Verify(said.Statement, Convert.FromBase64String(signature)))
            throw AuditFaultException.Of($"the signature of the file is not that of key {key}");
        signers.Add(key);
        isEnded = true;
        AuditLines.Write(again, writer => AuditLines.End(writer, said, key, signature));
    }

    private static ChainedEvent Read(JsonElement json)
    {
        var (position, stream, version, hash, previous) = (Number(json, "position"), Text(json, "stream")!, Number(json, "streamVersion"), Text(json, "hash")!, Text(json, "previous"));
        if (json.TryGetProperty("archived", out _))
            return new ChainedEvent(null, position, stream, version, hash, previous);
        var stored = json.GetProperty("stored");
        var content = new ImportedEvent(
            stream, json.GetProperty("id").GetGuid(), Text(json, "type")!, null, ImportedEvent.Text(json.GetProperty("data")), ImportedEvent.Text(stored.GetProperty("headers")),
            Text(stored, "user"), Text(stored, "correlation"), Text(stored, "causation"));
        return new ChainedEvent(new PlacedEvent(content, position, version, json.GetProperty("recordedAt").GetDateTimeOffset(), hash), position, stream, version, hash, previous);
    }

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
