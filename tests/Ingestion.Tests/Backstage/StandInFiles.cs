using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Ingestion.Descriptors;

namespace EventCatalog.Ingestion.Tests.Backstage;

/// <summary>The files that the placeholders of compared descriptors may name; the same table stands in <c>record/record.mjs</c>.</summary>
internal static class StandInFiles
{
    public const string Descriptor = "https://github.com/acme/shop/blob/main/cart/catalog-info.yaml";

    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["openapi.yaml"] = "openapi: 3.1.0\n",
        ["data.json"] = """{"a":[1,"x",null]}""",
        ["data.yaml"] = "b: yes\nc: 012\n",
        ["two.yaml"] = "a: 1\n---\nb: 2\n",
        ["broken.json"] = "{\"a\":",
        ["broken.yaml"] = "a: [1\n",
    };

    public static ValueTask<PlaceholderText> ReadAsync(string target, CancellationToken ct)
    {
        string address;
        try
        {
            address = CodeHosts.Resolve(target, Descriptor);
        }
        catch (Exception e) when (e is RuleViolation or UriFormatException)
        {
            return ValueTask.FromResult(PlaceholderText.Refused(e.Message));
        }

        return ValueTask.FromResult(
            CodeHosts.AreOfDifferentRepositories(address, Descriptor) ? PlaceholderText.Refused("it is in another repository than the descriptor")
            : Files.TryGetValue(new Uri(address).AbsolutePath.Split('/')[^1], out var text) ? PlaceholderText.Of(text)
            : PlaceholderText.Refused("the file does not exist"));
    }
}
