using System.Buffers;
using System.Text.Json;

namespace EventCatalog.GraphQL.Tests.Execution;

/// <summary>The text of an answer, whatever comes late and whatever has to be taken back.</summary>
public sealed class AnswerTests
{
    private const string Sdl = "type Query { now: Row late: Row rows: [Row] hard: [Row!] text: String texts: [String!]! } type Row { id: Int name: String! later: Row laterMust: Row! fails: Int! }";

    private readonly TaskCompletionSource<object?> gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Row(int Id, string Name);

    private Schema Schema(string text = "") => new SchemaBuilder().Add(Sdl)
        .Field<object>("Query.now", (_, _) => new Row(1, "one"))
        .FieldAsync<object>("Query.late", async (_, _) =>
        {
            await gate.Task;
            return new Row(2, "two");
        })
        .Field<object>("Query.rows", (_, _) => Rows())
        .Field<object>("Query.hard", (_, _) => Rows())
        .Field<object>("Query.text", (_, _) => text)
        .Field<object>("Query.texts", (_, _) => Enumerable.Repeat(text, 1_000))
        .FieldAsync<Row>("Row.later", async (row, _) =>
        {
            await Task.Yield();
            return row with { Id = row.Id + 10 };
        })
        .FieldAsync<Row>("Row.laterMust", async (row, _) =>
        {
            await Task.Yield();
            return row.Id == 2 ? null : row with { Id = row.Id + 10 };
        })
        .Field<Row>("Row.fails", (_, _) => throw new GraphQLError("fails"))
        .Build();

    private static IEnumerable<Row> Rows() => Enumerable.Range(1, 3).Select(i => new Row(i, $"row {i}"));

    [Theory]
    [InlineData("{ rows { id later { id later { name id } } name } }", """{"rows":[{"id":1,"later":{"id":11,"later":{"name":"row 1","id":21}},"name":"row 1"},{"id":2,"later":{"id":12,"later":{"name":"row 2","id":22}},"name":"row 2"},{"id":3,"later":{"id":13,"later":{"name":"row 3","id":23}},"name":"row 3"}]}""")]
    [InlineData("{ rows { id laterMust { id } name } }", """{"rows":[{"id":1,"laterMust":{"id":11},"name":"row 1"},null,{"id":3,"laterMust":{"id":13},"name":"row 3"}]}""")]
    [InlineData("{ hard { id laterMust { id } name } now { id } }", """{"hard":null,"now":{"id":1}}""")]
    [InlineData("{ now { later { id later { id fails } } name } text }", """{"now":{"later":{"id":11,"later":null},"name":"one"},"text":""}""")]
    [InlineData("{ now { name later { id } fails } text }", """{"now":null,"text":""}""")]
    public async Task Late_parts_stand_where_they_belong(string query, string data) =>
        Run.Text(await Run.Result(Schema(), query)).ShouldEndWith("\"data\":" + data + "}");

    [Fact]
    public async Task What_comes_last_may_stand_first()
    {
        var answered = Run.Result(Schema(), "{ late { id later { id } } now { id later { name } } }");
        await Task.Yield();
        gate.SetResult(null);

        Run.Text(await answered).ShouldBe("""{"data":{"late":{"id":2,"later":{"id":12}},"now":{"id":1,"later":{"name":"one"}}}}""");
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a \"quote\", a \\ and a / with <b> & 'c'")]
    [InlineData("line\nbreak\ttab\u0000nul\u001fcontrol\u007fdelete")]
    [InlineData("Grüße, 世界, 😀, \u2028")]
    public async Task Every_text_arrives_as_it_was(string text) =>
        JsonElement.Parse(await Run.Json(Schema(text), "{ text }")).GetProperty("data").GetProperty("text").GetString().ShouldBe(text);

    [Fact]
    public async Task An_answer_larger_than_allowed_is_given_up()
    {
        var options = new ExecutionOptions { MaxAnswerSize = 10_020, TellsCost = false };

        (await Run.Json(Schema("1234567"), "{ texts }", options: options)).ShouldStartWith("{\"data\":{\"texts\":[\"1234567\",");
        (await Run.Json(Schema("12345678"), "{ texts }", options: options)).ShouldBe(
            """{"errors":[{"message":"The answer is larger than 10020 bytes. Ask for shorter lists or fewer fields.","locations":[{"line":1,"column":1}],"extensions":{"code":"ANSWER_TOO_LARGE"}}],"data":null}""");
    }

    [Fact]
    public async Task An_answer_cannot_be_written_after_its_memory_was_given_back()
    {
        var result = await Run.Result(Schema("x"), "{ text }");
        result.Dispose();

        Should.Throw<ObjectDisposedException>(() => result.WriteTo(new ArrayBufferWriter<byte>()));
    }
}
