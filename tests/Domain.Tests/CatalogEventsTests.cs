using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventCatalog.Domain.Tests;

/// <summary>The folder <c>Stored</c> holds one event of each name as logs hold it. A failing test here means that a log cannot be read any more: add a new record instead.</summary>
public class CatalogEventsTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static TheoryData<string> Names { get; } = new(CatalogEvents.All.Select(stored => stored.Name));

    private static string Stored(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Stored", $"{name}.json"));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_stored_shape_is_read_and_written_as_it_was(string name)
    {
        var type = CatalogEvents.All.Single(stored => stored.Name == name).Type;

        var read = JsonSerializer.Deserialize(Stored(name), type, Web);

        JsonSerializer.Serialize(read, type, Web).ShouldBe(Stored(name));
    }

    [Fact]
    public void Every_stored_shape_has_a_name() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Stored")).Select(Path.GetFileNameWithoutExtension)
            .ShouldBe(CatalogEvents.All.Select(stored => stored.Name), ignoreOrder: true);

    [Fact]
    public void Names_are_kebab_case_and_given_once()
    {
        CatalogEvents.All.ShouldAllBe(stored => System.Text.RegularExpressions.Regex.IsMatch(stored.Name, "^[a-z]+(-[a-z]+)+$"));
        CatalogEvents.All.Select(stored => stored.Name).ShouldBeUnique();
        CatalogEvents.All.Select(stored => stored.Type).ShouldBeUnique();
    }
}
