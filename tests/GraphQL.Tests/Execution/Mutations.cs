namespace EventCatalog.GraphQL.Tests.Execution;

/// <summary>Documents with small damage: characters lost, doubled, swapped, replaced, and pieces of other documents inside.</summary>
internal static class Mutations
{
    private const string Noise = "{}()[]:!|&@$=.#,\"\\\n\r\t 0-1eE_aZ\u0000\u001f\u00e9\ufeff\u2028\ud83d\ude00";

    /// <summary>Documents that together use the whole grammar.</summary>
    public static IReadOnlyList<string> Seeds { get; } =
    [
        "query Q($a: Int = 1 @d, $b: [String!]! = [\"x\"]) @d(x: {y: [1, -2.5e3, null, true, E]}) { a: b(c: $a) { ...F @skip(if: true) ... on T { c } ... @include(if: $b) { d } } }\nfragment F on T { e(f: \"\"\"block\n  text \\\"\"\" \"\"\") }",
        "\"\"\"Says\"\"\" mutation { a } subscription S { b(c: {}) } # a comment\n{ x, y, z(s: \"\\u00e9\\u{1F600}\\uD83D\\uDE00\\n\\\"\") }",
        "\"d\" schema @a { query: Q } extend schema { mutation: M } scalar S @specifiedBy(url: \"u\") type T implements A & B @d { \"f\" a(b: Int = 1 @d): [T!]! @deprecated } extend type T { c: D }",
        "interface I implements & J { a: Int } union U @d = | A | B extend union U = C enum E { A B @deprecated(reason: \"no\") } input O @oneOf { a: Int b: [O!] = [{a: 1}] } directive @d(a: Int = 1) repeatable on | FIELD | QUERY",
    ];

    public static IEnumerable<string> Of(IReadOnlyList<string> documents, int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var text = documents[random.Next(documents.Count)];
            for (var faults = random.Next(1, 4); faults > 0; faults--)
                text = Damage(text, documents, random);
            yield return text;
        }
    }

    private static string Damage(string text, IReadOnlyList<string> documents, Random random)
    {
        var at = random.Next(text.Length);
        var length = Math.Min(random.Next(1, 8), text.Length - at);
        switch (random.Next(6))
        {
            case 0:
                return text.Length > length ? text.Remove(at, length) : text;
            case 1:
                return text.Insert(at, Noise[random.Next(Noise.Length)].ToString());
            case 2:
                return text.Insert(at, text.Substring(at, length));
            case 3:
                return string.Concat(text.AsSpan(0, at), [Noise[random.Next(Noise.Length)]], text.AsSpan(at + 1));
            case 4:
                return at > 0 ? text[..at] : text;
            default:
                var other = documents[random.Next(documents.Count)];
                var from = random.Next(other.Length);
                return text.Insert(at, other.Substring(from, Math.Min(random.Next(1, 20), other.Length - from)));
        }
    }
}
