using System.Text.Json;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>How a document is printed, or why and where it is refused.</summary>
internal sealed class DocumentComparison : ILineComparison
{
    private sealed record Recorded(string Text, string? Printed, string? Message, string? At);

    public string? Difference(JsonElement line)
    {
        var recorded = line.Deserialize<Recorded>(FreshDocuments.Json)!;
        Recorded answer;
        try
        {
            answer = new Recorded(recorded.Text, Printer.Print(Parser.Parse(recorded.Text)), Message: null, At: null);
        }
        catch (GraphQLSyntaxError error)
        {
            answer = new Recorded(recorded.Text, Printed: null, error.Message, Places.Of(error));
        }

        return answer == recorded || IsSameButForEmptyObjects(recorded, answer) ? null : $"graphql-js {recorded}\nhere       {answer}";
    }

    // Decision 4: {} is two characters shorter here, which may also move a line end.
    private static bool IsSameButForEmptyObjects(Recorded recorded, Recorded answer) =>
        recorded.Printed is not null && answer.Printed is not null
        && recorded.Printed.Contains("{  }", StringComparison.Ordinal)
        && string.Equals(WithoutLayout(recorded.Printed), WithoutLayout(answer.Printed), StringComparison.Ordinal);

    private static string WithoutLayout(string text) => string.Concat(text.Where(c => c is not (' ' or '\n' or ',')));
}
