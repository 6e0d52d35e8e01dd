using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventCatalog.ReadModels.Backstage;

/// <param name="Field">A path such as <c>metadata.name</c>.</param>
/// <param name="Order"><c>asc</c> or <c>desc</c>.</param>
public sealed record OrderField(string Field, string Order)
{
    [JsonIgnore]
    public bool IsDescending => Order is "desc";
}

/// <param name="Fields">Null for the field that orders the list, else <c>metadata.uid</c>.</param>
public sealed record FullText(string Term, IReadOnlyList<string>? Fields = null);

/// <summary>
/// What is asked, and behind which entity of it the page starts. As base64 JSON it is the cursor that clients hand back; theirs look into it for <c>query</c>.
/// </summary>
public sealed record EntityPageRequest
{
    /// <summary>Only the first counts. Entities without that field are left out.</summary>
    public IReadOnlyList<OrderField> OrderFields { get; init; } = [];

    /// <summary>The values of the entity the page starts behind, its reference last; null for the first page.</summary>
    public IReadOnlyList<string?>? OrderFieldValues { get; init; }

    public bool IsPrevious { get; init; }
    public JsonElement? Query { get; init; }
    public FullText? FullTextFilter { get; init; }
    public IReadOnlyList<string?>? FirstSortFieldValues { get; init; }

    /// <summary>Null to count.</summary>
    public int? TotalItems { get; init; }

    /// <summary>The instant the first page was asked at, when it was not now.</summary>
    public string? At { get; init; }

    private bool IsSound() =>
        OrderFields is not null && OrderFields.All(field => field is { Field: not null, Order: "asc" or "desc" })
        && (OrderFieldValues is null || (OrderFieldValues.Count == (OrderFields.Count > 0 ? 2 : 1) && OrderFieldValues.All(value => value is not null)));

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string ToCursor() => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(this, Json));

    /// <exception cref="BadQueryException">It is no cursor of this API.</exception>
    public static EntityPageRequest OfCursor(string cursor)
    {
        try
        {
            // By GET a + may have become a blank, and some encode for addresses.
            var bytes = Convert.FromBase64String(cursor.Replace(' ', '+').Replace('-', '+').Replace('_', '/'));
            var request = JsonSerializer.Deserialize<EntityPageRequest>(bytes, Json);
            return request?.IsSound() is true ? request : throw new BadQueryException($"Malformed cursor: {Encoding.UTF8.GetString(bytes)}");
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new BadQueryException($"Malformed cursor: {e.Message}");
        }
    }
}

/// <param name="Items">UTF-8 JSON, an entity each.</param>
public sealed record EntityPage(IReadOnlyList<byte[]> Items, int TotalItems, EntityPageRequest? Next, EntityPageRequest? Previous);
