using System.Text.Json.Nodes;
using EventCatalog.Domain;
using EventCatalog.Domain.Sources;

namespace EventCatalog.Ingestion.Demo;

/// <summary>What a commit does to one document.</summary>
internal abstract record DemoEdit
{
    private DemoEdit() { }

    public sealed record Declare(DemoFile File, JsonObject Descriptor) : DemoEdit;

    public sealed record Change(EntityRef Entity, Action<JsonObject> Edit) : DemoEdit;

    public sealed record Move(EntityRef Entity, DemoFile To) : DemoEdit;

    public sealed record Rename(EntityRef Entity, string To, Action<JsonObject> Edit) : DemoEdit;

    public sealed record FindAgain(EntityRef Entity) : DemoEdit;

    public sealed record Lose(EntityRef Entity, string Reason) : DemoEdit;

    public sealed record Delete(EntityRef Entity, string Reason) : DemoEdit;

    public sealed record Refuse(DemoFile File, Problem Problem) : DemoEdit;

    public sealed record Resolve(DemoFile File, ProblemKey Problem) : DemoEdit;
}

/// <summary>
/// One commit of the story, told in sentences: <c>On("2026-02-11", "dagny.orchard", "Take over gift cards").HandsOver("payments", "component:gift-cards")</c>.
/// </summary>
/// <param name="day">The day of the commit.</param>
/// <param name="author">Name of the user; null for someone of the squad that owns what is edited.</param>
/// <param name="message">First line of the commit message.</param>
/// <param name="whereItApplies">True for a commit that passes over what does not exist, or says so already; false where that would be a mistake in the story.</param>
internal sealed class DemoCommit(DateOnly day, string? author, string message, bool whereItApplies)
{
    private readonly List<DemoEdit> _edits = [];

    public DateOnly Day => day;

    public string? Author => author;

    public string Message => message;

    public bool WhereItApplies => whereItApplies;

    public IReadOnlyList<DemoEdit> Edits => _edits;

    public DemoCommit Declares(params (DemoFile File, JsonObject Descriptor)[] documents) =>
        With(documents.Select(document => new DemoEdit.Declare(document.File, document.Descriptor)));

    public DemoCommit HandsOver(string to, params string[] entities) => Each(entities, it => it.Spec()["owner"] = to);

    public DemoCommit Promotes(params string[] entities) => Each(entities, it => it.Spec()["lifecycle"] = "production");

    public DemoCommit Deprecates(params string[] entities) => Each(entities, it => it.Spec()["lifecycle"] = "deprecated");

    public DemoCommit Describes(string entity, string text) => Each([entity], it => it.Metadata()["description"] = text);

    public DemoCommit Tags(string entity, params string[] tags) => Each([entity], it => it.Metadata().Include("tags", tags));

    public DemoCommit Untags(string entity, params string[] tags) => Each([entity], it => it.Metadata().Exclude("tags", tags));

    public DemoCommit Annotates(string entity, string key, string value) => Each([entity], it => it.Metadata().Child("annotations")[key] = value);

    public DemoCommit Labels(string entity, string key, string value) => Each([entity], it => it.Metadata().Child("labels")[key] = value);

    public DemoCommit Links(string entity, string url, string title, string icon) => Each([entity], it => it.Link(url, title, icon));

    public DemoCommit DependsOn(string entity, params string[] targets) => Each([entity], it => it.Spec().Include("dependsOn", targets));

    public DemoCommit NoLongerDependsOn(string entity, params string[] targets) => Each([entity], it => it.Spec().Exclude("dependsOn", targets));

    public DemoCommit Consumes(string entity, params string[] apis) => Each([entity], it => it.Spec().Include("consumesApis", apis));

    public DemoCommit NoLongerConsumes(string entity, params string[] apis) => Each([entity], it => it.Spec().Exclude("consumesApis", apis));

    public DemoCommit Provides(string entity, params string[] apis) => Each([entity], it => it.Spec().Include("providesApis", apis));

    public DemoCommit BelongsTo(string system, params string[] entities) => Each(entities, it => it.Spec()["system"] = system);

    public DemoCommit Joins(string group, params string[] users) =>
        Each(users.Select(user => $"user:{user}"), it => it.Spec()["memberOf"] = new JsonArray(group));

    public DemoCommit IsNamed(string entity, string displayName) => Each([entity], it => it.Spec().Child("profile")["displayName"] = displayName);

    /// <summary>Replaces a piece of an API's definition.</summary>
    public DemoCommit Redefines(string api, string before, string after) => Each([api], it =>
    {
        var definition = it.Spec()["definition"]!.GetValue<string>();
        if (!definition.Contains(before, StringComparison.Ordinal))
            throw new InvalidOperationException($"\"{before}\" is not in the definition of {api} when the commit \"{message}\" of {day:O} replaces it");
        it.Spec()["definition"] = definition.Replace(before, after, StringComparison.Ordinal);
    });

    public DemoCommit Rewrites(string entity, Action<JsonObject> edit) => Each([entity], edit);

    public DemoCommit Moves(string entity, DemoFile to) => With([new DemoEdit.Move(EntityRef.Parse(entity), to)]);

    /// <param name="edit">What else the document says otherwise from then on.</param>
    public DemoCommit Renames(string entity, string to, Action<JsonObject> edit) => With([new DemoEdit.Rename(EntityRef.Parse(entity), to, edit)]);

    public DemoCommit Loses(string entity, string reason) => With([new DemoEdit.Lose(EntityRef.Parse(entity), reason)]);

    public DemoCommit FindsAgain(string entity) => With([new DemoEdit.FindAgain(EntityRef.Parse(entity))]);

    public DemoCommit Deletes(string reason, params string[] entities) =>
        With(entities.Select(entity => new DemoEdit.Delete(EntityRef.Parse(entity), reason)));

    public DemoCommit IsRefused(DemoFile file, Problem problem) => With([new DemoEdit.Refuse(file, problem)]);

    public DemoCommit Repairs(DemoFile file, Problem problem) => With([new DemoEdit.Resolve(file, problem.Key)]);

    // Edits of one document in one commit are one change: nobody ever sees the document between them.
    private DemoCommit Each(IEnumerable<string> entities, Action<JsonObject> edit)
    {
        foreach (var entity in entities.Select(text => EntityRef.Parse(text)))
        {
            var known = _edits.FindIndex(other => other is DemoEdit.Change change && change.Entity == entity);
            if (known < 0)
                _edits.Add(new DemoEdit.Change(entity, edit));
            else
                _edits[known] = new DemoEdit.Change(entity, ((DemoEdit.Change)_edits[known]).Edit + edit);
        }

        return this;
    }

    private DemoCommit With(IEnumerable<DemoEdit> edits)
    {
        _edits.AddRange(edits);
        return this;
    }
}
