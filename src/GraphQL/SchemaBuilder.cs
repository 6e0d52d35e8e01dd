using System.Text.Json;
using EventCatalog.GraphQL.Execution;
using EventCatalog.GraphQL.Introspection;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL;

/// <summary>
/// Makes a schema from slices of SDL and the code behind its fields. Slices come in any order; an extension may come before
/// what it extends, and the root types Query, Mutation and Subscription need no definition beside their extensions.
/// </summary>
public sealed class SchemaBuilder
{
    private readonly List<string> slices = [];
    private readonly List<SliceDefinition> definitions = [];
    private readonly List<FieldBinding> fields = [];
    private readonly List<(string Type, Func<object, string> TypeName)> typeResolvers = [];
    private readonly List<(string Name, Func<object?, object?> Parse, Action<Utf8JsonWriter, object> Write)> scalars = [];

    /// <summary>Adds a slice: definitions and extensions.</summary>
    public SchemaBuilder Add(string sdl)
    {
        slices.Add(sdl);
        return this;
    }

    /// <summary>Adds definitions no text stands for.</summary>
    internal SchemaBuilder Add(IEnumerable<DefinitionNode> made)
    {
        definitions.AddRange(made.Select(definition => new SliceDefinition(definition, "")));
        return this;
    }

    /// <summary>
    /// Answers a field. On an interface it answers for every implementing object whose own field is not bound; of two
    /// interfaces the more specific one answers.
    /// </summary>
    /// <param name="coordinate"><c>Type.field</c>.</param>
    /// <param name="resolve">Gets the object the parent field answered (null at a root) and the field's context.</param>
    /// <typeparam name="TSource">The CLR type of the parent object; <c>object</c> at a root.</typeparam>
    public SchemaBuilder Field<TSource>(string coordinate, Func<TSource, FieldContext, object?> resolve)
    {
        fields.Add(new FieldBinding(coordinate, (source, context) => resolve(Source<TSource>(source, context), context), ResolveAsync: null));
        return this;
    }

    /// <summary>As <see cref="Field{TSource}"/>, for an answer that may have to wait.</summary>
    public SchemaBuilder FieldAsync<TSource>(string coordinate, Func<TSource, FieldContext, ValueTask<object?>> resolve)
    {
        fields.Add(new FieldBinding(coordinate, Resolve: null, (source, context) => resolve(Source<TSource>(source, context), context)));
        return this;
    }

    /// <summary>
    /// Answers a root field of the subscription type with a stream; each item is the field's value in one answer.
    /// </summary>
    /// <param name="coordinate"><c>Subscription.field</c>.</param>
    /// <param name="open">
    /// Gets the request's root value and the field's context, whose cancellation ends with the subscription. What it throws at once
    /// refuses the request; what its stream throws later ends the stream.
    /// </param>
    public SchemaBuilder Stream<T>(string coordinate, Func<object?, FieldContext, IAsyncEnumerable<T>> open)
    {
        fields.Add(new FieldBinding(
            coordinate, Resolve: (value, _) => value, ResolveAsync: null, (root, context) => EventStreams.Untyped(open(root, context))));
        return this;
    }

    /// <summary>
    /// Names the object type of a value of an interface or union. Without it the value's own <c>__typename</c> entry, else
    /// its CLR type's name, is taken.
    /// </summary>
    public SchemaBuilder ResolveType<TAbstract>(string abstractType, Func<TAbstract, string> typeName)
    {
        typeResolvers.Add((abstractType, value => value is TAbstract typed
            ? typeName(typed)
            : throw new InvalidOperationException($"{abstractType} expects a {typeof(TAbstract).Name}, got a {value.GetType().Name}.")));
        return this;
    }

    /// <summary>Says how a scalar of the SDL is read and written.</summary>
    /// <param name="name">The scalar's name in the SDL.</param>
    /// <param name="parse">
    /// Gets string, long, double, bool, List&lt;object?&gt;, Dictionary&lt;string, object?&gt; or null; returns what resolvers see;
    /// throws <see cref="GraphQLError"/> on bad input.
    /// </param>
    /// <param name="write">Writes one JSON value for what a resolver returned; never called with null or a JsonElement.</param>
    public SchemaBuilder Scalar(string name, Func<object?, object?> parse, Action<Utf8JsonWriter, object> write)
    {
        scalars.Add((name, parse, write));
        return this;
    }

    /// <exception cref="SchemaException">
    /// The SDL or the bindings have faults. Texts are judged first, then their definitions, then the types those make, then the bindings;
    /// all faults of the first that has any are listed.
    /// </exception>
    public Schema Build()
    {
        var faults = new List<string>();
        var parsed = slices.SelectMany((sdl, i) => Parse(sdl, slices.Count == 1 ? "" : FormattableString.Invariant($"slice {i + 1}, "), faults));
        List<SliceDefinition> all = [.. definitions, .. parsed];
        Refuse(faults);
        DefinitionRules.Validate(all, IntrospectionSchema.Definitions, faults);
        Refuse(faults);
        var assembly = new SchemaAssembly(all, IntrospectionSchema.Definitions, faults);
        BindScalars(assembly, faults);
        SchemaValidation.Validate(assembly, faults);
        Refuse(faults);
        IntrospectionSchema.Bind(assembly);
        FieldBindings.Apply(assembly, fields, typeResolvers, faults);
        FieldCosts.Apply(assembly, faults);
        Refuse(faults);
        return assembly.ToSchema();
    }

    private static void Refuse(List<string> faults)
    {
        if (faults.Count > 0)
            throw new SchemaException(faults);
    }

    private static TSource Source<TSource>(object? source, FieldContext context) => source switch
    {
        TSource typed => typed,
        null => default!,
        _ => throw new InvalidOperationException(
            $"The resolver of {context.Field} expects a {typeof(TSource).Name}, got a {source.GetType().Name}."),
    };

    private static IEnumerable<SliceDefinition> Parse(string sdl, string slice, List<string> faults)
    {
        if (IsBlank(sdl))
            return [];
        try
        {
            return Parser.Parse(sdl).Definitions.Select(definition => new SliceDefinition(definition, slice));
        }
        catch (GraphQLError error)
        {
            faults.Add(SliceDefinition.Placed(error.Message, slice, error.Locations[0]));
            return [];
        }
    }

    private static bool IsBlank(string sdl) =>
        sdl.Split('\n').All(line => line.AsSpan().Trim() is var rest && (rest.IsEmpty || rest[0] == '#'));

    private void BindScalars(SchemaAssembly assembly, List<string> faults)
    {
        foreach (var (name, parse, write) in scalars)
        {
            if (assembly.Find(name) is not ScalarType scalar || BuiltInScalars.Names.Contains(name, StringComparer.Ordinal))
                faults.Add($"Scalar \"{name}\" is bound but the SDL declares no such scalar.");
            else
                (scalar.Parse, scalar.Write) = (parse, write);
        }
    }
}
