using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.EventStore.Tests.Importing;

/// <summary>PostgreSQL is the reference: whatever it stores and prints, we print too.</summary>
public sealed class JsonbTextTests : LogTests
{
    [Theory]
    [InlineData("""{"b": 1, "aa": 2, "a": 3, "Ä": 4, "zz": 5, "": 6, "é": 7}""")]
    [InlineData("""{"a": 1, "b": 2, "a": {"a": 3, "a": [4]}}""")]
    [InlineData("""["\u0001\u001f\u007f\b\f\n\r\t\"\\\/\u00e9\ud83d\ude00", "é😀\u2028"]""")]
    [InlineData("[0, -0, 0.0, -0.00, 0e5, 0e-3, -0.0e-2, 1, -1, 10, 100]")]
    [InlineData("[1.10, 1e2, 1E+2, 1e-3, 1.5e1, 1.50e1, 1.25e-2, 123.456e2, 123.456e5, 0.001e3, 0.001e2, 12345678901234567890123456789.00]")]
    [InlineData("[1e400, 1e-400, 9.99e131070, 1e-16383]")]
    [InlineData("[true, false, null, {}, [], [[]], {\"a\": {}}]")]
    [InlineData("  { \"a\" :\t1 ,\n\"b\":[ 1,2 ] }")]
    public async Task A_text_is_what_PostgreSQL_makes_of_it(string json) => Ours(json).ShouldBe(await TheirsAsync(json));

    [Fact]
    public async Task Any_json_is_what_PostgreSQL_makes_of_it()
    {
        await using var connection = await Db.OpenConnectionAsync(Ct);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(40),
            Prop.ForAll(Json(3).ToArbitrary(), json => Ours(json) == Theirs(connection, json)));
    }

    [Fact]
    public async Task Any_link_is_what_the_database_computes()
    {
        await using var connection = await Db.OpenConnectionAsync(Ct);
        var links =
            from texts in String().ListOf(6)
            from missing in ArbMap.Default.GeneratorFor<byte>()
            from version in ArbMap.Default.GeneratorFor<long>()
            from id in ArbMap.Default.GeneratorFor<Guid>()
            from microseconds in Gen.Choose(0, int.MaxValue)
            from headers in Object(1).Where(headers => !headers.Contains("\"h\"", StringComparison.Ordinal))
            from data in Json(2)
            select (texts, missing, version, id, at: Orders.Noon.AddMicroseconds(microseconds), headers, data);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(30), Prop.ForAll(links.ToArbitrary(), link =>
        {
            string? Text(int index) => (link.missing >> index) % 2 == 0 ? JsonSerializer.Deserialize<string>(link.texts[index]) : null;
            var (stream, type) = (JsonSerializer.Deserialize<string>(link.texts[4])!, JsonSerializer.Deserialize<string>(link.texts[5])!);
            var ours = ChainHash.Of(
                Text(0), stream, link.version, link.id, type, link.at, Text(1), Text(2), Text(3),
                Encoding.UTF8.GetBytes(Ours(link.headers)), Encoding.UTF8.GetBytes(Ours(link.data)));
            using var theirs = new NpgsqlCommand("select events.cat_chain($1, $2, $3, $4, $5, $6, $7, $8, $9, $10 || '{\"h\": \"0\"}', $11)", connection);
            foreach (var value in (object?[])[Text(0), stream, link.version, link.id, type, link.at, Text(1), Text(2), Text(3)])
                theirs.Parameters.Add(value is null or string ? new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = value ?? DBNull.Value } : new() { Value = value });
            theirs.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = link.headers });
            theirs.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = link.data });
            return ours == (string)theirs.ExecuteScalar()!;
        }));
    }

    [Theory]
    [InlineData("1e131073")]
    [InlineData("1e-16384")]
    [InlineData("1e99999999999")]
    [InlineData("\"a\\u0000b\"")]
    public async Task What_PostgreSQL_refuses_is_refused(string json)
    {
        await Should.ThrowAsync<PostgresException>(() => TheirsAsync(json));
        Should.Throw<FormatException>(() => Ours(json));
    }

    private static string Ours(string json)
    {
        var text = new ArrayBufferWriter<byte>();
        JsonbText.Write(JsonElement.Parse(json), text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private async Task<string> TheirsAsync(string json)
    {
        await using var connection = await Db.OpenConnectionAsync(Ct);
        return Theirs(connection, json);
    }

    private static string Theirs(NpgsqlConnection connection, string json)
    {
        using var command = new NpgsqlCommand("select $1::jsonb::text", connection) { Parameters = { new() { Value = json, NpgsqlDbType = NpgsqlDbType.Text } } };
        return (string)command.ExecuteScalar()!;
    }

    private static Gen<string> Json(int depth) => depth == 0 ? Scalar() : Gen.OneOf(Scalar(), Array(depth), Object(depth));

    private static Gen<string> Scalar() => Gen.OneOf(Number(), String(), Gen.Elements("true", "false", "null"));

    private static Gen<string> Array(int depth) => Json(depth - 1).ListOf().Select(items => $"[{string.Join(',', items)}]");

    private static Gen<string> Object(int depth) =>
        (from name in Gen.OneOf(Gen.Elements("\"a\"", "\"b\"", "\"ab\"", "\"\""), String()) from value in Json(depth - 1) select $"{name}: {value}").ListOf()
        .Select(members => $"{{{string.Join(", ", members)}}}");

    private static Gen<string> Number() =>
        from sign in Gen.Elements("", "-")
        from whole in Gen.OneOf(Gen.Constant("0"), Gen.Choose(1, int.MaxValue).Select(n => $"{n}"))
        from fraction in Gen.OneOf(Gen.Constant(""), Gen.Elements("0", "3", "9").ListOf(8).Select(digits => $".{string.Concat(digits)}"))
        from exponent in Gen.OneOf(Gen.Constant(""), from e in Gen.Elements("e", "E", "e+", "e-", "E-") from n in Gen.Choose(0, 60) select $"{e}{n}")
        select sign + whole + fraction + exponent;

    /// <summary>Characters of every length in UTF-8, control characters, and escapes; never U+0000 or half a pair.</summary>
    private static Gen<string> String() =>
        Gen.OneOf(
            Gen.Choose(0x20, 0x7f).Select(c => c is '"' or '\\' ? $"\\{(char)c}" : $"{(char)c}"),
            Gen.Choose(1, 0x1f).Select(c => $"\\u{c:x4}"),
            Gen.Elements("\\n", "\\/", "\\t", "é", "\\u00e9", "€", "😀", "\\ud83d\\ude00", "\uffff", "\u2028"))
        .ListOf().Select(parts => $"\"{string.Concat(parts)}\"");
}
