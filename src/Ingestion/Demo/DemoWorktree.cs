using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Ingestion.Demo;

/// <summary>Plays commits in time order on the files of the organisation, and says what a crawl would see after each.</summary>
internal sealed class DemoWorktree(ulong seed, string source, string origin)
{
    private sealed record Document(DemoFile File, JsonObject Descriptor);

    // The order in which documents were added is their order in a shared file.
    private readonly List<EntityRef> _order = [];
    private readonly Dictionary<EntityRef, Document> _documents = [];
    private readonly SplitMix64 _chance = new(seed);

    public IReadOnlyList<DemoStep> Play(IEnumerable<DemoCommit> commits)
    {
        var steps = new List<DemoStep>();
        foreach (var (commit, at) in Timed(commits))
        {
            var author = commit.Author ?? SomeoneWhoOwns(commit);
            foreach (var edit in commit.Edits)
            {
                if (commit.WhereItApplies && edit is DemoEdit.Change { Entity: var entity } && !_documents.ContainsKey(entity))
                    continue;
                if (Apply(edit) is not var (file, line, change))
                {
                    if (commit.WhereItApplies)
                        continue;
                    throw new InvalidOperationException($"The commit \"{commit.Message}\" of {commit.Day:O} changes nothing: {edit}");
                }

                steps.Add(new DemoStep(
                    at, $"user:{EntityRef.DefaultNamespace}/{author}", file.RepositoryUrl, CommitId(at, file), file.Path, line, commit.Message, change));
            }
        }

        return steps;
    }

    // Between eight and five where the people sit, one hour east of Greenwich. Two commits never share a second.
    private List<(DemoCommit Commit, DateTimeOffset At)> Timed(IEnumerable<DemoCommit> commits)
    {
        var taken = new HashSet<DateTimeOffset>();
        var timed = new List<(DemoCommit Commit, DateTimeOffset At)>();
        foreach (var commit in commits)
        {
            var morning = new DateTimeOffset(commit.Day.ToDateTime(new TimeOnly(7, 0)), TimeSpan.Zero);
            DateTimeOffset at;
            do
                at = morning.AddSeconds(_chance.Below(9 * 60 * 60));
            while (!taken.Add(at));
            timed.Add((commit, at));
        }

        timed.Sort((a, b) => a.At.CompareTo(b.At));
        return timed;
    }

    private (DemoFile File, int? Line, DemoChange Change)? Apply(DemoEdit edit)
    {
        switch (edit)
        {
            case DemoEdit.Declare declare:
                var name = Descriptor.RefOf(Element(declare.Descriptor));
                _documents.Add(name, new Document(declare.File, declare.Descriptor.DeepClone().AsObject()));
                _order.Add(name);
                return See(name);

            case DemoEdit.Change change:
                var before = _documents[change.Entity].Descriptor.DeepClone();
                change.Edit(_documents[change.Entity].Descriptor);
                return JsonNode.DeepEquals(before, _documents[change.Entity].Descriptor) ? null : See(change.Entity);

            case DemoEdit.Move move:
                _documents[move.Entity] = _documents[move.Entity] with { File = move.To };
                return See(move.Entity);

            case DemoEdit.Rename rename:
                var (file, named) = _documents[rename.Entity];
                named.Metadata()["name"] = rename.To;
                rename.Edit(named);
                var now = Descriptor.RefOf(Element(named));
                _documents.Remove(rename.Entity);
                _documents.Add(now, new Document(file, named));
                _order[_order.IndexOf(rename.Entity)] = now;
                var (at, line, seen) = See(now);
                return (at, line, new DemoChange.Rename(rename.Entity, ((DemoChange.Observe)seen).Location, ((DemoChange.Observe)seen).Descriptor));

            case DemoEdit.FindAgain found:
                return See(found.Entity);

            case DemoEdit.Lose lose:
                return (_documents[lose.Entity].File, null, new DemoChange.Orphan(lose.Entity, lose.Reason));

            case DemoEdit.Delete delete:
                _order.Remove(delete.Entity);
                _documents.Remove(delete.Entity, out var gone);
                return (gone!.File, null, new DemoChange.Remove(delete.Entity, delete.Reason));

            case DemoEdit.Refuse refuse:
                return (refuse.File, refuse.Problem.Line, new DemoChange.Refuse(refuse.Problem));

            case DemoEdit.Resolve resolve:
                return (resolve.File, null, new DemoChange.Resolve(resolve.Problem));

            default:
                throw new InvalidOperationException($"Unknown edit {edit}");
        }
    }

    private (DemoFile File, int? Line, DemoChange Change) See(EntityRef entity)
    {
        var (file, descriptor) = _documents[entity];
        var line = 1 + _order
            .TakeWhile(other => other != entity)
            .Select(other => _documents[other])
            .Where(other => other.File == file)
            .Sum(other => DemoFile.LinesOf(other.Descriptor) + 1);
        return (file, line, new DemoChange.Observe(new DescriptorLocation(source, file.Target, origin), Element(descriptor)));
    }

    // Someone of the owning squad as it stands that day; a thing nobody owns is looked after by the people who run the catalog.
    private string SomeoneWhoOwns(DemoCommit commit)
    {
        var entity = commit.Edits.OfType<DemoEdit.Change>().Select(change => change.Entity).First();
        var owner = !_documents.TryGetValue(entity, out var document) ? DemoPeople.CatalogKeepers
            : string.Equals(entity.Kind, "group", StringComparison.Ordinal) ? entity.Name
            : document.Descriptor.Spec()["owner"]?.GetValue<string>() ?? DemoPeople.CatalogKeepers;
        var members = Members(owner);
        return _chance.Pick(members.Length > 0 ? members : Members(DemoPeople.CatalogKeepers));
    }

    private string[] Members(string group) =>
    [
        .. _order
            .Where(entity => string.Equals(entity.Kind, "user", StringComparison.Ordinal)
                && _documents[entity].Descriptor.Spec().Texts("memberOf").Contains(group, StringComparer.Ordinal))
            .Select(entity => entity.Name),
    ];

    // As long as git's own names of commits.
    private string CommitId(DateTimeOffset at, DemoFile file) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {at:O} {file.Repository}")))[..40];

    private static JsonElement Element(JsonObject descriptor) => JsonSerializer.SerializeToElement(descriptor);
}
