using EventCatalog.GraphQL.Execution;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL;

/// <summary>Everything about the field being answered: its arguments, its place, what was set above it, and the request's loaders.</summary>
public sealed class FieldContext
{
    private readonly ExecutionRun run;
    private readonly Position? position;
    private readonly int depth;
    private readonly FieldPlan plan;
    private readonly Dictionary<string, object?> arguments;
    private int outstandingLoads;

    /// <param name="position">The field's place, where its resolver may outlive its turn on the stack.</param>
    /// <param name="depth">Where on the stack its place is, while its turn lasts.</param>
    internal FieldContext(
        ExecutionRun run, Position? position, int depth, FieldPlan plan, Dictionary<string, object?> arguments, Scope? scope)
    {
        this.run = run;
        this.position = position;
        this.depth = depth;
        this.plan = plan;
        this.arguments = arguments;
        CurrentScope = scope;
    }

    /// <summary>Ends when the caller has gone or the time limit is reached; hand it to everything that can wait.</summary>
    public CancellationToken Cancellation => run.Cancellation;

    /// <summary>The request's services.</summary>
    public IServiceProvider Services => run.Services;

    public Schema Schema => run.Schema;

    public FieldDefinition Field => plan.Definition;

    public string FieldName => plan.Definition.Name;

    /// <summary>Where the answer will stand; to be asked by the resolver, not after it. Made anew at each call.</summary>
    public ResponsePath Path => new(position?.Path() ?? run.PathTo(depth));

    internal Scope? CurrentScope { get; private set; }

    internal bool IsWaitingForLoads => Volatile.Read(ref outstandingLoads) > 0;

    /// <summary>
    /// An argument as a CLR value: scalars as their parser made them, enums as CLR enums or names, lists as arrays or
    /// IReadOnlyList, input objects as records or classes (by constructor and property names, without regard to case) or as
    /// IReadOnlyDictionary. An argument that is null or was left out without a default is null.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The field has no such argument, or its value does not fit <typeparamref name="T"/> (null for a type without null).
    /// </exception>
    public T Argument<T>(string name)
    {
        if (!arguments.TryGetValue(name, out var value) && !plan.Definition.ArgumentMap.ContainsKey(name))
            throw new InvalidOperationException($"{plan.Definition} has no argument \"{name}\".");
        return (T)ClrValues.Convert(value, typeof(T), name)!;
    }

    /// <summary>Whether the argument was given or has a default; only then is the value meaningful.</summary>
    public bool TryArgument<T>(string name, out T value)
    {
        if (!arguments.ContainsKey(name))
        {
            value = default!;
            return false;
        }

        value = Argument<T>(name);
        return true;
    }

    /// <summary>Sets what every field below this one, in this branch only, finds by <see cref="Scope{T}"/>. The field itself sees it too.</summary>
    public void SetScope<T>(T value)
        where T : notnull => CurrentScope = new Scope(value, CurrentScope);

    /// <summary>The nearest value of this type set by this field or one above it; the type's default when there is none.</summary>
    public T? Scope<T>() => Execution.Scope.TryFind<T>(CurrentScope, out var value) ? value : default;

    /// <summary>The nearest value of this type set by this field or one above it, if any.</summary>
    public bool TryScope<T>(out T value) => Execution.Scope.TryFind(CurrentScope, out value);

    /// <summary>Same as <see cref="SetScope{T}"/>.</summary>
    public void Set<T>(T value)
        where T : notnull => SetScope(value);

    /// <summary>As <see cref="Scope{T}"/>, for what must be there.</summary>
    /// <exception cref="InvalidOperationException">No field above has set a value of this type.</exception>
    public T Get<T>() => TryScope<T>(out var value)
        ? value
        : throw new InvalidOperationException($"No field above {plan.Definition} has set a {typeof(T).Name}.");

    /// <summary>Whether a child field of this name is selected, directly or through fragments, whatever the type condition.</summary>
    public bool Selects(string fieldName) => plan.Selects(fieldName);

    /// <summary>
    /// The request's loader of this name in this scope; made on first use. Fields under different scopes get different loaders, so
    /// a batch never mixes two scopes and <paramref name="batch"/> may use this context's scope.
    /// </summary>
    /// <param name="name">Names the batch function; the same name must always come with the same function and types.</param>
    /// <param name="batch">Answers many keys at once; a key it leaves out loads as null. Each key is asked once a request.</param>
    public Loader<TKey, TValue> Loader<TKey, TValue>(
        string name, Func<IReadOnlyList<TKey>, CancellationToken, ValueTask<IReadOnlyDictionary<TKey, TValue>>> batch)
        where TKey : notnull => run.Loaders.Find(name, CurrentScope, batch);

    /// <summary>
    /// Asks for one key of the next batch. Return the pending value from the resolver as it is, or await it in an asynchronous one.
    /// </summary>
    public PendingValue<TValue> Load<TKey, TValue>(Loader<TKey, TValue> loader, TKey key)
        where TKey : notnull => loader.Load(key, this);

    internal void LoadStarted() => Interlocked.Increment(ref outstandingLoads);

    internal void LoadEnded() => Interlocked.Decrement(ref outstandingLoads);
}
