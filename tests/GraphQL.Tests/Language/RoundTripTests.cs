using System.Collections;
using System.Globalization;
using EventCatalog.GraphQL.Language;
using FsCheck;
using FsCheck.Fluent;

namespace EventCatalog.GraphQL.Tests.Language;

public sealed class RoundTripTests
{
    [Fact]
    public void What_is_printed_reads_back_as_the_same_tree() =>
        Prop.ForAll(Documents.ToArbitrary(), document =>
        {
            var printed = Printer.Print(document);
            var again = Parser.Parse(printed);
            return Shape(again).Equals(Shape(document), StringComparison.Ordinal).Label(printed);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Noise_is_refused_as_syntax_and_nothing_else() =>
        Prop.ForAll(Noise.ToArbitrary(), text =>
        {
            try
            {
                Parser.Parse(text);
            }
            catch (GraphQLSyntaxError)
            {
                // Refused as it should be; any other exception fails the property.
            }

            return true;
        }).QuickCheckThrowOnFailure();

    private static readonly Location Nowhere = new(1, 1);

    private static readonly Gen<string> Names = Gen.Elements("a", "b2", "_c", "on", "query", "type", "fragment", "Name", "input");

    private static readonly Gen<string> Texts = Gen.Elements(
        "", "plain", "with \"quotes\"", "back\\slash", "line\nbreak", "\ttab", " leading", "trailing ", "é ☃ \U0001F600", "\"\"\"", "a\n\n  b\nc", "\u0007", "x\n  ");

    private static readonly Gen<string> Noise =
        Gen.Elements("{", "}", "(", ")", "[", "]", "\"", "\"\"\"", "\\", "u", "...", ".", "@", "$", "a", "on", "fragment", "type", "1", "-", "e", "0", "!", "|", "&", "=", ":", "\n", "\r", "#", "é", "\ud800", "\u0000", " ")
            .ListOf().Select(string.Concat);

    private static Gen<NameNode> NameNodes => Names.Select(n => new NameNode(Nowhere, n));

    private static Gen<ValueNode> Values(int depth)
    {
        var leaves = Gen.OneOf(
            Gen.Choose(-99, 99).Select(n => (ValueNode)new IntValueNode(Nowhere, n.ToString(CultureInfo.InvariantCulture))),
            Gen.Elements("1.5", "-0.0", "1e10", "2.5E-3").Select(n => (ValueNode)new FloatValueNode(Nowhere, n)),
            Texts.Select(t => (ValueNode)new StringValueNode(Nowhere, t, Block: false)),
            Texts.Where(t => !string.Equals(t, "\u0007", StringComparison.Ordinal) && !t.StartsWith(' ') && !t.StartsWith('\t') && !t.EndsWith("\n  ", StringComparison.Ordinal))
                .Select(t => (ValueNode)new StringValueNode(Nowhere, t, Block: true)),
            Gen.Elements(true, false).Select(b => (ValueNode)new BooleanValueNode(Nowhere, b)),
            Gen.Constant((ValueNode)new NullValueNode(Nowhere)),
            Names.Select(n => (ValueNode)new EnumValueNode(Nowhere, n)),
            NameNodes.Select(n => (ValueNode)new VariableNode(Nowhere, n)));
        if (depth == 0)
            return leaves;
        var fields = from name in NameNodes from value in Values(depth - 1) select new ObjectFieldNode(Nowhere, name, value);
        return Gen.Frequency(
            (4, leaves),
            (1, Few(Values(depth - 1), 0).Select(v => (ValueNode)new ListValueNode(Nowhere, v))),
            (1, Few(fields, 0).Select(f => (ValueNode)new ObjectValueNode(Nowhere, f))));
    }

    private static Gen<IReadOnlyList<ArgumentNode>> Arguments =>
        Few(from name in NameNodes from value in Values(2) select new ArgumentNode(Nowhere, name, value), 0);

    private static Gen<IReadOnlyList<DirectiveNode>> Directives =>
        Few(from name in NameNodes from arguments in Arguments select new DirectiveNode(Nowhere, name, arguments), 0);

    private static Gen<SelectionSetNode> SelectionSets(int depth) =>
        Few(Selections(depth), 1).Select(s => new SelectionSetNode(Nowhere, s));

    private static Gen<SelectionNode> Selections(int depth)
    {
        var field =
            from alias in Maybe(NameNodes)
            from name in NameNodes
            from arguments in Arguments
            from directives in Directives
            from set in depth == 0 ? Gen.Constant<SelectionSetNode?>(null) : Maybe(SelectionSets(depth - 1))
            select (SelectionNode)new FieldNode(Nowhere, alias, name, arguments, directives, set);
        if (depth == 0)
            return field;
        var spread =
            from name in NameNodes.Where(n => n.Value is not "on")
            from directives in Directives
            select (SelectionNode)new FragmentSpreadNode(Nowhere, name, directives);
        var inline =
            from type in Maybe(NameNodes)
            from directives in Directives
            from set in SelectionSets(depth - 1)
            select (SelectionNode)new InlineFragmentNode(Nowhere, type is null ? null : new NamedTypeNode(Nowhere, type), directives, set);
        return Gen.Frequency((4, field), (1, spread), (1, inline));
    }

    private static Gen<DocumentNode> Documents =>
        Few(
            Gen.OneOf(
                from operation in Gen.Elements(OperationType.Query, OperationType.Mutation, OperationType.Subscription)
                from name in Maybe(NameNodes)
                from description in Maybe(Texts.Select(t => new StringValueNode(Nowhere, t, Block: false)))
                from directives in Directives
                from set in SelectionSets(3)
                select (DefinitionNode)new OperationDefinitionNode(Nowhere, description, operation, name, [], directives, set),
                from name in NameNodes.Where(n => n.Value is not "on")
                from type in NameNodes
                from directives in Directives
                from set in SelectionSets(2)
                select (DefinitionNode)new FragmentDefinitionNode(Nowhere, null, name, new NamedTypeNode(Nowhere, type), directives, set)),
            1).Select(d => new DocumentNode(Nowhere, d));

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : class => Gen.Frequency((1, Gen.Constant<T?>(null)), (2, gen.Select(value => (T?)value)));

    private static Gen<IReadOnlyList<T>> Few<T>(Gen<T> gen, int least) =>
        from count in Gen.Choose(least, 3)
        from items in gen.ListOf(count)
        select (IReadOnlyList<T>)items;

    // A tree without its places, as text.
    private static string Shape(object? value) => value switch
    {
        null => "-",
        string text => "'" + text + "'",
        Node node => node.GetType().Name + "(" + string.Join(
            ' ',
            node.GetType().GetProperties()
                .Where(p => p.Name is not ("Location" or "ResponseName" or "Keyword" or "EqualityContract"))
                .OrderBy(p => p.Name, StringComparer.Ordinal)
                .Select(p => Shape(p.GetValue(node)))) + ")",
        IEnumerable items => "[" + string.Join(' ', items.Cast<object>().Select(Shape)) + "]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
