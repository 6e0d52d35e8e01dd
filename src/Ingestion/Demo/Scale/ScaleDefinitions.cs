using System.Globalization;
using System.Text;

namespace EventCatalog.Ingestion.Demo.Scale;

/// <summary>Writes interface definitions: from a screenful to some hundred lines, the same for the same name.</summary>
internal static class ScaleDefinitions
{
    private static readonly string[] Nouns = ScaleWords.Split("item batch preference snapshot schedule quota binding verdict receipt segment");

    public static string Of(string type, string api)
    {
        var nouns = Nouns[..(1 + Of(api).Below(Nouns.Length))];
        return type switch
        {
            "grpc" => Grpc(api, nouns),
            "graphql" => GraphQL(nouns),
            _ => OpenApi(api, nouns),
        };
    }

    /// <summary>Chance that hangs on a name alone.</summary>
    public static SplitMix64 Of(string name) => new(name.Aggregate(11UL, (sum, letter) => (sum * 31) + letter));

    private static string OpenApi(string api, string[] nouns)
    {
        var text = new StringBuilder(FormattableString.Invariant($"openapi: 3.1.0\ninfo:\n  title: {api}\n  version: 1.{nouns.Length}.0\npaths:\n"));
        foreach (var noun in nouns)
        {
            text.Append(CultureInfo.InvariantCulture, $"  /{noun}s:\n    get:\n      operationId: list{Capital(noun)}s\n      parameters:\n        - name: after\n          in: query\n          schema: {{ type: string }}\n");
            text.Append(CultureInfo.InvariantCulture, $"      responses:\n        '200':\n          description: A page of {noun}s, oldest first.\n          content:\n            application/json:\n              schema: {{ $ref: '#/components/schemas/{Capital(noun)}Page' }}\n");
            text.Append(CultureInfo.InvariantCulture, $"  /{noun}s/{{id}}:\n    put:\n      operationId: put{Capital(noun)}\n      responses:\n        '204': {{ description: Stored. }}\n        '409': {{ description: Someone else was first. }}\n");
        }

        text.Append("components:\n  schemas:\n");
        foreach (var noun in nouns)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {Capital(noun)}Page:\n      type: object\n      properties:\n        next: {{ type: string }}\n        {noun}s:\n          type: array\n          items: {{ $ref: '#/components/schemas/{Capital(noun)}' }}\n");
            text.Append(CultureInfo.InvariantCulture, $"    {Capital(noun)}:\n      type: object\n      required: [id, revision]\n      properties:\n        id: {{ type: string }}\n        revision: {{ type: integer }}\n        changedAt: {{ type: string, format: date-time }}\n");
        }

        return text.ToString();
    }

    private static string Grpc(string api, string[] nouns)
    {
        var text = new StringBuilder(FormattableString.Invariant($"syntax = \"proto3\";\npackage {api.Replace('-', '_')}.v1;\n\nservice Reads {{\n"));
        foreach (var noun in nouns)
            text.Append(CultureInfo.InvariantCulture, $"  rpc Get{Capital(noun)}(Get{Capital(noun)}Request) returns ({Capital(noun)});\n");
        text.Append("}\n");
        foreach (var noun in nouns)
            text.Append(CultureInfo.InvariantCulture, $"\nmessage Get{Capital(noun)}Request {{\n  string id = 1;\n}}\n\nmessage {Capital(noun)} {{\n  string id = 1;\n  int64 revision = 2;\n}}\n");
        return text.ToString();
    }

    private static string GraphQL(string[] nouns) =>
        "type Query {\n" + string.Concat(nouns.Select(noun => $"  {noun}(id: ID!): {Capital(noun)}\n")) + "}\n"
        + string.Concat(nouns.Select(noun => $"\ntype {Capital(noun)} {{\n  id: ID!\n  revision: Int!\n}}\n"));

    private static string Capital(string noun) => char.ToUpperInvariant(noun[0]) + noun[1..];
}
