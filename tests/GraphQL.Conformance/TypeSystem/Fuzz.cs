using System.Runtime.InteropServices;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>Gives the parser what recorder/fuzz.mjs damaged: read or refused as graphql-js does it, with its message and place, and never anything else.</summary>
internal static class Fuzz
{
    private static readonly ParserOptions Unlimited = new(MaxTokens: int.MaxValue, MaxDepth: int.MaxValue);

    /// <returns>0 when nothing differs, 1 when something does, 3 when the recorder could not run.</returns>
    public static async Task<int> CompareAsync(long seed, int count)
    {
        var (compared, refused, different) = (0, 0, 0);
        var exit = await Recorder.RunAsync(
            "fuzz.mjs",
            seed,
            count,
            line =>
            {
                var parts = line.Split('\t');
                var text = Decoded(parts[0]);
                var there = parts[1].Length == 0 ? "read" : $"{Decoded(parts[1])} at {parts[2]}";
                var here = Verdict(text);
                compared++;
                refused += parts[1].Length == 0 ? 0 : 1;
                if (string.Equals(there, here, StringComparison.Ordinal))
                    return;
                different++;
                Console.WriteLine($"{text}\n  graphql-js {there}\n  here       {here}\n");
            });
        Console.WriteLine(FormattableString.Invariant($"fuzz, seed {seed}: {compared} documents compared with graphql-js, {refused} refused by it, {different} differ"));
        return exit != 0 ? 3 : different == 0 ? 0 : 1;
    }

    private static string Verdict(string text)
    {
        try
        {
            Parser.Parse(text, Unlimited);
            return "read";
        }
        catch (GraphQLSyntaxError error)
        {
            return $"{error.Message} at {Places.Of(error)}";
        }
#pragma warning disable CA1031 // That nothing else is ever thrown is what is tested.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error.ToString();
        }
    }

    // Unit by unit: a decoder would mend half a surrogate pair.
    private static string Decoded(string base64) => MemoryMarshal.Cast<byte, char>(Convert.FromBase64String(base64)).ToString();
}
