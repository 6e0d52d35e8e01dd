using System.Text.Json;
using System.Text.RegularExpressions;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;
using EventCatalog.GraphQL.Validation;

namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>Our own cases for the specification's examples: the specification's verdict, and the answer of graphql-js where it keeps to it.</summary>
internal sealed partial class SpecificationComparison : ILineComparison
{
    private static readonly string Library = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Specification", "library.graphql"));

    private static readonly Schema Schema = new SchemaBuilder().Add(Library).Build();

    private sealed record Recorded(string Section, string Kind, string Verdict, string Body, JsonElement? Variables, JsonElement? Data, Answer Answer);

    private sealed record Answer(string? Printed, JsonElement? Data, bool? HasData, IReadOnlyList<RecordedError>? Errors);

    public string? Difference(JsonElement line)
    {
        var recorded = line.Deserialize<Recorded>(FreshDocuments.Json)!;
        var answer = Given(recorded);
        var isValid = string.Equals(recorded.Kind, "request", StringComparison.Ordinal) ? answer.HasData == true : answer.Errors is not { Count: > 0 };
        var (there, here) = (Text(recorded.Answer, recorded.Kind), Text(answer, recorded.Kind));
        var isAsSpecified = isValid == string.Equals(recorded.Verdict, "valid", StringComparison.Ordinal);
        var isOverlooked = string.Equals(recorded.Verdict, "invalid!", StringComparison.Ordinal);
        return isAsSpecified && (isOverlooked || string.Equals(there, here, StringComparison.Ordinal))
            ? null
            : $"https://spec.graphql.org/September2025/#{recorded.Section} says {recorded.Verdict}\n{recorded.Body}\n  graphql-js {there}\n  here       {here}";
    }

    private static Answer Given(Recorded recorded)
    {
        try
        {
            return recorded.Kind switch
            {
                "text" => new Answer(Printer.Print(Parser.Parse(recorded.Body)), null, null, null),
                "schema" => Built(recorded.Body),
                "document" => new Answer(null, null, null, [.. DocumentValidator.Validate(Schema, Parser.Parse(recorded.Body)).Select(Show)]),
                _ => Executed(recorded),
            };
        }
        catch (GraphQLSyntaxError error)
        {
            return new Answer(null, null, null, [Show(error)]);
        }
        catch (SchemaException refused)
        {
            return new Answer(null, null, null, [.. refused.Faults.Select(fault => new RecordedError(Place().Replace(fault, ""), null, null))]);
        }
    }

    private static Answer Built(string sdl)
    {
        new SchemaBuilder().Add(sdl).Build();
        return new Answer(null, null, null, []);
    }

    private static Answer Executed(Recorded recorded)
    {
        var answer = Asking.Ask(Asking.Executor(Resolving(recorded.Data)), recorded.Body, recorded.Variables);
        var errors = Asking.Errors(answer);
        return answer.TryGetProperty("data", out var data) ? new Answer(null, data, HasData: true, errors) : new Answer(null, null, HasData: false, errors);
    }

    // The same rules as in recorder/specification.mjs.
    private static Schema Resolving(JsonElement? root)
    {
        var builder = new SchemaBuilder().Add(Library);
        var count = 0;
        foreach (var type in Schema.Types.OfType<ObjectType>().Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            foreach (var field in type.Fields.Values)
                builder.Field<object>(field.ToString(), Resolve);
        }

        return builder.Build();

        object? Resolve(object? source, FieldContext context)
        {
            switch (context.Field.ToString())
            {
                case "Mutation.set":
                    count = context.Argument<int>("to");
                    return new Dictionary<string, object?>(StringComparer.Ordinal);
                case "Counter.count":
                    return count;
            }

            var parent = source as IReadOnlyDictionary<string, object?> ?? (root is { } given ? (IReadOnlyDictionary<string, object?>)Plain(given)! : null);
            if (parent is not null && parent.TryGetValue(context.Field.Name, out var value))
                return value is IReadOnlyDictionary<string, object?> map && map.TryGetValue("!", out var why) ? throw new GraphQLError((string)why!) : value;
            return string.Equals(context.Field.Type.ToString(), "Json", StringComparison.Ordinal) ? Arguments(context) : null;
        }
    }

    private static Dictionary<string, object?> Arguments(FieldContext context)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var name in context.Field.Arguments.Keys)
        {
            if (context.TryArgument<object?>(name, out var value))
                arguments.Add(name, value);
        }

        return arguments;
    }

    private static object? Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value), StringComparer.Ordinal),
        JsonValueKind.Array => element.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.Null => null,
        JsonValueKind.String => element.GetString(),
        _ => element,
    };

    private static RecordedError Show(GraphQLError error) => new(error.Message, [.. error.Locations.Select(l => FormattableString.Invariant($"{l.Line}:{l.Column}"))], null);

    private static string Text(Answer answer, string kind)
    {
        var errors = (answer.Errors ?? []).Select(e => string.Equals(kind, "schema", StringComparison.Ordinal)
            ? e.Message
            : Places.Text(e));
        var data = answer.Data is { } given ? Texts.Json(given).Replace("\n", "", StringComparison.Ordinal) : answer.HasData == true ? "null" : "";
        return $"{answer.Printed} {data} {string.Join("; ", errors.Order(StringComparer.Ordinal))}";
    }

    [GeneratedRegex(@" \(\d+:\d+\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
