using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EventCatalog.PostgresFixture;
using Npgsql;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests.Auditing;

/// <summary>A part of the log proves itself, and every hand laid on it shows.</summary>
public sealed class AuditFileTests : LogTests
{
    private static readonly AnchorOptions Small = new() { Every = 4 };
    private static readonly string[] Order1 = ["order-1"];
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private SigningKeyFile Key => new(Path.Combine(folder, "anchors.pem"));

    /// <summary>Positions 1 to 10 on three streams; anchored up to 8.</summary>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        for (var n = 1; n <= 10; n++)
            await Log.AppendAsync(To($"order-{n % 3}", new NewEvent(new OrderPlaced("té \"a\"", n), Noon, new EventSource("repo", "c0ffee", "a/b.yaml", n), Actor: "ann")), new AppendContext("crawler:x", "run-1"), Ct);
        while (await new Anchors(Db, Log, Small, Key).MakeDueAsync(Ct) is not null)
        {
        }
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_whole_log_is_written_anchored_to_its_end_and_holds()
    {
        var report = await CheckAsync(await ExportAsync());

        (report.Fault, report.Events, report.Anchors, report.Unsigned).ShouldBe((null, 10, 3, 0));
        report.Keys.ShouldBe([Key.Open().Public.Id]);
        (report.Header!.From, report.Header.To, report.Header.Scope, report.Header.Streams).ShouldBe((1, 10, null, null));
        report.Header.Store.ShouldBe((await Log.ReadAsync(0, 1, Ct))[0].Hash);
        (await CheckAsync(await ExportAsync(), Key.Open().Public)).Fault.ShouldBeNull();
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(3, 9)]
    [InlineData(5, 8)]
    [InlineData(9, 10)]
    [InlineData(7, 7)]
    public async Task A_part_holds_without_the_rest(long from, long to)
    {
        var whole = await CheckAsync(await ExportAsync(from, to));
        (whole.Fault, whole.Events).ShouldBe((null, to - from + 1));

        var ofOne = await CheckAsync(await ExportAsync(from, to, Order1));
        (ofOne.Fault, ofOne.Events).ShouldBe((null, Enumerable.Range((int)from, (int)(to - from + 1)).Count(n => n % 3 == 1)));
        (ofOne.Header!.Scope, ofOne.Header.Streams).ShouldBe(("order-1", 1));
    }

    [Fact]
    public async Task A_line_says_what_was_recorded()
    {
        var line = JsonNode.Parse((await ExportAsync(4, 4)).Split('\n').Single(line => line.Contains("\"position\"", StringComparison.Ordinal)))!;
        var recorded = (await Log.ReadAsync(3, 1, Ct))[0];
        ((long)line["position"]!, (string)line["stream"]!, (long)line["streamVersion"]!, (string)line["hash"]!, (string)line["actor"]!, (int)line["data"]!["quantity"]!, (int)line["source"]!["line"]!)
            .ShouldBe((recorded.Position, recorded.Stream, recorded.StreamVersion, recorded.Hash, "ann", 4, 4));
    }

    [Fact]
    public async Task One_flipped_byte_anywhere_is_found_and_named_by_its_event()
    {
        var text = Encoding.UTF8.GetBytes(await ExportAsync(2, 9));
        var (line, position) = (1, (long?)null);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n')
                line++;
            if (at % 11 != 0 || text[at] == '\n')
                continue;
            var flipped = text.ToArray();
            flipped[at] ^= 1;
            var fault = (await AuditCheck.VerifyAsync(new MemoryStream(flipped), null, Ct)).Fault;
            fault.ShouldNotBeNull($"byte {at}, line {line}");
            position = PositionOf(text, line);
            if (position is { } its)
                (fault.Line == line || fault.Line == line + 1).ShouldBeTrue($"byte {at} of @{its}, line {line}: {fault}");
        }
    }

    public static TheoryData<string, long, string> Deeds { get; } = new()
    {
        { "change", 5, "@5, event 2 of order-2, was changed: its content and its hash do not fit each other (changed)" },
        { "retell", 5, "@5 was changed: its line does not say what was recorded" },
        { "remove", 6, "after @4 comes @6 as number 6, where number 5 should stand: an event was removed, added or moved" },
        { "remove and renumber", 6, "before @6 1 events of @5..@8 are missing" },
        { "remove the last and renumber", 9, "after @9 1 events of @9..@10 are missing" },
        { "swap", 6, "after @4 comes @6 as number 6, where number 5 should stand: an event was removed, added or moved" },
        { "swap and renumber", 6, "before @6 1 events of @5..@8 are missing" },
        { "repeat", 5, "@5 stands after @5: events were put in another order, or one was added" },
        { "add", 11, "@11 does not belong here: it was added or moved" },
        { "add beside", 11, "@11 does not follow event 4 of order-1: an event between was removed, or this one was added" },
        { "forge", 10, "@10 is not among the events anchored in @9..@10: it was added or changed, or its path was" },
        { "change the anchor", 4, "the anchor of @5..@8 was changed: its link is another" },
        { "change the anchor and its link", 4, "the anchor of @5..@8: the signature is not that of key *" },
        { "remove the anchor", 4, "the anchor before @9..@10 was removed" },
        { "change the signature", 4, "the anchor of @5..@8: the signature is not that of key *" },
        { "strip the signature", 4, "the anchor of @5..@8: unsigned" },
        { "change the first line", 10, "the digest is another: the first line or the end was changed, or lines were removed or added" },
        { "change the first line and the digest", 10, "the signature of the file is not that of key *" },
        { "cut off the end", 10, "the file is cut off: after @10 its end is missing" },
        { "cut off in the middle", 7, "the file is cut off: after @7 its end is missing" },
        { "go on after the end", 10, "lines were added after the end" },
    };

    [Theory]
    [MemberData(nameof(Deeds))]
    public async Task What_was_done_to_the_file_is_named(string deed, long position, string problem)
    {
        var tampered = Tamper(await ExportAsync(), deed);

        var fault = (await CheckAsync(tampered)).Fault.ShouldNotBeNull();
        fault.Problem.ShouldBe(problem.Replace("*", Key.Open().Public.Id, StringComparison.Ordinal));
        fault.Position.ShouldBe(position);
    }

    [Fact]
    public async Task In_a_part_an_event_removed_from_the_middle_of_a_stream_is_named_by_its_neighbour()
    {
        var tampered = Seal(Renumber(Without(await ExportAsync(1, 10, Order1), 4)));

        (await CheckAsync(tampered)).Fault!.Problem.ShouldBe("@7 does not follow event 1 of order-1: an event between was removed, or this one was added");
    }

    [Fact]
    public async Task A_file_signed_by_somebody_else_does_not_pass_for_ours()
    {
        var (ours, text) = (Key.Open().Public, await ExportAsync());
        Key.Rotate();
        var theirs = await ExportAsync(9, 10);

        (await CheckAsync(text, ours)).Fault.ShouldBeNull();
        (await CheckAsync(theirs, ours)).Fault!.Problem.ShouldContain("which is not among those given");
        (await CheckAsync(theirs)).Keys.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Anchors_from_before_there_was_a_key_are_counted_as_unsigned()
    {
        await ExecuteAsync("update events.cat_anchors set key = null, signature = null");

        var report = await CheckAsync(await ExportAsync());
        (report.Fault, report.Anchors, report.Unsigned).ShouldBe((null, 3, 2));
    }

    [Fact]
    public async Task Of_an_archived_event_its_place_is_proved()
    {
        await using var archivist = NpgsqlDataSource.Create(await ArchivistRole.PrepareAsync(await TestPostgres.SuperuserAsync(Db), Ct));
        await new Archive(Db, Log).RunAsync(new ArchiveRequest("order-2", DateTimeOffset.MaxValue), archivist, Path.Combine(folder, "old.jsonl"), Ct);

        var text = await ExportAsync();
        text.Split('\n').Count(line => line.Contains("\"archived\":true", StringComparison.Ordinal)).ShouldBe(3);
        var report = await CheckAsync(text);
        (report.Fault, report.Events).ShouldBe((null, 10));
    }

    [Fact]
    public async Task An_audit_file_is_no_backup()
    {
        var file = new MemoryStream(Encoding.UTF8.GetBytes(await ExportAsync()));

        (await Should.ThrowAsync<LogFileException>(() => new LogFile(Db, Log, Types()).ImportAsync(file, Ann, null, Ct))).Message.ShouldContain("export --whole");
    }

    [Fact]
    public async Task An_empty_log_has_an_empty_file()
    {
        var empty = await Database.NewAsync();
        using var file = new MemoryStream();
        await new AuditExport(empty, new EventLog(empty, Types()), Key).WriteAsync(file, new AuditRequest(1, long.MaxValue, null, null, "tests"), null, Ct);
        TestPostgres.Drop(empty);

        file.Position = 0;
        var report = await AuditCheck.VerifyAsync(file, null, Ct);
        (report.Fault, report.Events, report.Header!.To).ShouldBe((null, 0, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}\n")]
    [InlineData("not JSON\n")]
    [InlineData("[]\n")]
    [InlineData("{\"position\": 1}\n")]
    public async Task What_is_no_audit_file_is_refused(string text) => (await CheckAsync(text)).Fault.ShouldNotBeNull();

    [Fact]
    public void Every_leaf_of_a_tree_of_any_size_has_a_path_to_its_root_and_to_no_other()
    {
        for (var count = 1; count <= 33; count++)
        {
            var leaves = Enumerable.Range(0, count).Select(n => new[] { (byte)n }).ToList();
            var tree = new MerkleTree();
            leaves.ForEach(leaf => tree.Add(leaf));
            var paths = new MerklePaths(leaves);
            for (var leaf = 0; leaf < count; leaf++)
            {
                MerklePaths.Root(leaves[leaf], leaf, count, paths.Of(leaf)).ShouldBe(tree.Root());
                MerklePaths.Root([99], leaf, count, paths.Of(leaf)).ShouldNotBe(tree.Root());
                MerklePaths.Root(leaves[leaf], leaf + 1, count, paths.Of(leaf)).ShouldNotBe(tree.Root());
                MerklePaths.Root(leaves[leaf], leaf, count, [.. paths.Of(leaf), leaves[0]]).ShouldBeNull();
            }
        }
    }

    private async Task<string> ExportAsync(long from = 1, long to = long.MaxValue, string[]? streams = null)
    {
        using var file = new MemoryStream();
        await new AuditExport(Db, Log, Key).WriteAsync(file, new AuditRequest(from, to, streams?[0], streams, "tests"), null, Ct);
        return Encoding.UTF8.GetString(file.ToArray());
    }

    private static Task<AuditReport> CheckAsync(string text, PublicKey? trusted = null) =>
        AuditCheck.VerifyAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), trusted is null ? null : [trusted], Ct);

    private string Tamper(string text, string deed) => deed switch
    {
        "change" => Seal(text.Replace("\"quantity\": 5", "\"quantity\": 6", StringComparison.Ordinal)),
        "retell" => Seal(OnLine(text, 5, line => line.Replace("\"actor\":\"ann\"", "\"actor\":\"bob\"", StringComparison.Ordinal))),
        "remove" => Seal(Without(text, 5)),
        "remove and renumber" => Seal(Renumber(Without(text, 5))),
        "remove the last and renumber" => Seal(Renumber(Without(text, 10))),
        "swap" => Seal(Swap(text)),
        "swap and renumber" => Seal(Renumber(Swap(text))),
        "repeat" => Seal(Renumber(OnLine(text, 5, line => line + "\n" + line))),
        "add" => Seal(OnLine(text, 10, line => line + "\n" + Forged(line, 11, 5, 11, "hash"))),
        "add beside" => Seal(OnLine(text, 10, line => line + "\n" + Forged(line, 11, 4, 11, "previous"))),
        "forge" => Seal(OnLine(text, 10, line => Forged(line, 10, 4, 10, "previous"))),
        "change the anchor" => Seal(OnAnchor(text, anchor => anchor["leaves"] = 5)),
        "change the anchor and its link" => Seal(OnAnchor(text, Relink)),
        "remove the anchor" => Seal(string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("{\"anchor\":{\"from\":5", StringComparison.Ordinal) && !IsOf(line, 5, 8)))),
        "change the signature" => Seal(OnAnchor(text, anchor => anchor["signature"] = Convert.ToBase64String(new byte[64]))),
        "strip the signature" => Seal(OnAnchor(text, anchor => (anchor["key"], anchor["signature"]) = (null, null))),
        "change the first line" => text.Replace("\"program\":\"tests\"", "\"program\":\"tesTs\"", StringComparison.Ordinal),
        "change the first line and the digest" => Seal(text.Replace("\"program\":\"tests\"", "\"program\":\"tesTs\"", StringComparison.Ordinal)),
        "cut off the end" => text[..(text.TrimEnd().LastIndexOf('\n') + 1)],
        "cut off in the middle" => text[..text.IndexOf("\"position\":8", StringComparison.Ordinal)],
        "go on after the end" => text + text.Split('\n')[0] + "\n",
        _ => throw new ArgumentException(deed, nameof(deed)),
    };

    /// <summary>Counts and digest as they must be; only the signature cannot be made.</summary>
    private static string Seal(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var body = string.Concat(lines[..^1].Select(line => line + "\n"));
        var end = JsonNode.Parse(lines[^1])!["end"]!;
        var events = lines.Count(line => line.StartsWith("{\"number\"", StringComparison.Ordinal));
        return $$$"""{{{body}}}{"end":{"events":{{{events}}},"lines":{{{lines.Length - 1}}},"sha256":"{{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}}}","key":"{{{end["key"]}}}","signature":"{{{end["signature"]}}}"}}""" + "\n";
    }

    private static string Renumber(string text)
    {
        var number = 0;
        return Regex.Replace(text, "\"number\":[0-9]+", _ => FormattableString.Invariant($"\"number\":{++number}"), RegexOptions.None, TimeSpan.FromSeconds(5));
    }

    private static string Without(string text, long position) => string.Join('\n', text.Split('\n').Where(line => !IsOf(line, position, position)));

    private static string Swap(string text)
    {
        var lines = text.Split('\n');
        var at = Array.FindIndex(lines, line => IsOf(line, 5, 5));
        (lines[at], lines[at + 1]) = (lines[at + 1], lines[at]);
        return string.Join('\n', lines);
    }

    private static string OnLine(string text, long position, Func<string, string> change) =>
        string.Join('\n', text.Split('\n').Select(line => IsOf(line, position, position) ? change(line) : line));

    private static string OnAnchor(string text, Action<JsonNode> change) => string.Join('\n', text.Split('\n').Select(line =>
    {
        if (!line.StartsWith("{\"anchor\":{\"from\":5", StringComparison.Ordinal))
            return line;
        var json = JsonNode.Parse(line)!;
        change(json["anchor"]!);
        return json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }));

    private static void Relink(JsonNode anchor)
    {
        var root = SHA256.HashData("another"u8);
        anchor["root"] = Convert.ToHexStringLower(root);
        anchor["link"] = Anchors.LinkOf((string?)anchor["before"], (long)anchor["from"]!, (long)anchor["to"]!, (long)anchor["leaves"]!, root);
    }

    /// <summary>An event that was never recorded, well chained, in the place of another.</summary>
    private static string Forged(string line, long position, long version, long number, string after)
    {
        var json = JsonNode.Parse(line)!;
        var content = new ImportedEvent("order-1", Guid.CreateVersion7(), "order-placed", null, "{\"item\": \"gold\"}"u8.ToArray(), "{\"hv\": 1}"u8.ToArray(), "ann", null, null);
        var unhashed = new PlacedEvent(content, position, version, Noon, "");
        var previous = (string?)json[after];
        var placed = unhashed with { Hash = unhashed.HashAfter(previous) };
        var to = new System.Buffers.ArrayBufferWriter<byte>();
        AuditLines.Write(to, writer => AuditLines.Event(
            writer, new ChainedEvent(placed, position, "order-1", version, placed.Hash, previous),
            new AuditPlace(number, (long)json["leaf"]!, [.. json["path"]!.AsArray().Select(each => (string)each!)])));
        return Encoding.UTF8.GetString(to.WrittenSpan).TrimEnd('\n');
    }

    private static bool IsOf(string line, long from, long to) =>
        line.StartsWith("{\"number\"", StringComparison.Ordinal) && (long)JsonNode.Parse(line)!["position"]! is var position && position >= from && position <= to;

    private static long? PositionOf(byte[] text, int line) =>
        Encoding.UTF8.GetString(text).Split('\n')[line - 1] is var found && found.StartsWith("{\"number\"", StringComparison.Ordinal) ? (long)JsonNode.Parse(found)!["position"]! : null;
}
