using System.Text;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Ownership;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>Looks in a repository for who may own what has no owner that holds: in CODEOWNERS, and in the history of the folder.</summary>
internal sealed class OwnerSearch(ISourceSnapshot tree, CrawlerMemory memory)
{
    /// <summary>In a source with more, the first by path are looked after.</summary>
    private const int Most = 200;

    // As the code hosts look for it; where several are, the first counts.
    private static readonly string[] Places = [".gitlab/CODEOWNERS", ".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

    private readonly Dictionary<string, IReadOnlyDictionary<string, int>> _authors = new(StringComparer.Ordinal);

    /// <param name="findings">Those whose owner is no existing Group are searched for.</param>
    public async Task<IReadOnlyList<ProposeOwners>> RunAsync(IReadOnlyCollection<Finding> findings, CancellationToken ct)
    {
        var owners = await memory.FindAsync([.. findings.Select(Owners.OwnerOf).OfType<EntityRef>().Distinct()], ct);
        var ownerless = findings
            .Where(finding => !Harvester.IsAddress(finding.Path) && Owners.OwnerOf(finding) is var owner
                && OwnerRule.Judge(finding.Ref.Kind, owner, owner is { } name && owners[name].State is Entity.Live or Entity.Renamed) is not null)
            .OrderBy(finding => finding.Path, StringComparer.Ordinal)
            .Take(Most)
            .ToArray();
        if (ownerless.Length == 0)
            return [];
        var file = await CodeOwnersAsync(ct);
        var found = new List<ProposeOwners>();
        foreach (var finding in ownerless)
        {
            List<OwnerEvidence> evidence = file is { } codeOwners ? [.. await NamedAsync(codeOwners.Path, codeOwners.File.Of(finding.Path), ct)] : [];
            evidence.AddRange(await CommittedAsync(Folder(finding.Path), ct));
            found.Add(new ProposeOwners(finding.Ref, evidence));
        }

        return found;
    }

    private async Task<(string Path, CodeOwners File)?> CodeOwnersAsync(CancellationToken ct)
    {
        foreach (var path in Places)
        {
            try
            {
                if (!await tree.ExistsAsync(path, ct) || await tree.ReadAsync(path, ct) is not { } bytes)
                    continue;
                var text = Encoding.UTF8.GetString(bytes);
                // Only GitLab knows sections.
                var isGitLab = path.StartsWith(".gitlab/", StringComparison.Ordinal) || text.Split('\n').Any(line => line.StartsWith('[') || line.StartsWith("^[", StringComparison.Ordinal));
                return (path, CodeOwners.Parse(text, isGitLab ? CodeOwnersDialect.GitLab : CodeOwnersDialect.GitHub));
            }
            catch (UnreadableFileException)
            {
                // A proposal is a service; that the file cannot be read keeps nobody from reading descriptors.
                continue;
            }
        }

        return null;
    }

    private async Task<IEnumerable<OwnerEvidence>> NamedAsync(string file, IReadOnlyList<CodeOwnersMatch> matches, CancellationToken ct)
    {
        var evidence = new List<OwnerEvidence>();
        foreach (var (match, owner) in matches.SelectMany(match => match.Owners.Select(owner => (match, owner))))
        {
            var reason = FormattableString.Invariant($"{file}:{match.Line} ({match.Pattern}) names {owner}");
            var name = owner.TrimStart('@');
            if (!owner.StartsWith('@'))
            {
                evidence.AddRange((await TeamsOfAsync([name], ct)).Values.SelectMany(teams => teams).Distinct().Select(team => new OwnerEvidence(team, ProposalDecider.NamedPerson, reason)));
                continue;
            }

            var steps = name.Split('/');
            EntityRef[] candidates = [new("group", EntityRef.DefaultNamespace, steps[^1]), .. steps.Length > 1 ? [new EntityRef("group", steps[^2], steps[^1])] : Array.Empty<EntityRef>()];
            var person = new EntityRef("user", EntityRef.DefaultNamespace, name);
            var known = await memory.FindAsync([.. candidates, person], ct);
            evidence.AddRange(candidates.Where(team => known[team].State is Entity.Live).Take(1).Select(team => new OwnerEvidence(team, ProposalDecider.NamedTeam, reason)));
            if (known[person].State is Entity.Live { Descriptor: var user })
                evidence.AddRange(TeamsIn(user).Select(team => new OwnerEvidence(team, ProposalDecider.NamedPerson, reason)));
        }

        return evidence;
    }

    private async Task<IEnumerable<OwnerEvidence>> CommittedAsync(string folder, CancellationToken ct)
    {
        if (tree is not IKnowsAuthors history)
            return [];
        if (!_authors.TryGetValue(folder, out var authors))
            _authors[folder] = authors = await history.AuthorsAsync(folder, ct);
        var all = authors.Values.Sum();
        var teams = await TeamsOfAsync([.. authors.Keys], ct);
        return teams
            .SelectMany(person => person.Value.Select(team => (Team: team, Commits: authors[person.Key])))
            .GroupBy(one => one.Team, one => one.Commits)
            .Select(team => new OwnerEvidence(
                team.Key, ProposalDecider.AllCommits * team.Sum() / all,
                FormattableString.Invariant($"{team.Sum()} of the last {all} commits to {(folder.Length == 0 ? "the repository" : folder)} are by its members")));
    }

    /// <summary>The existing Groups of the people with these addresses.</summary>
    private async Task<Dictionary<string, IReadOnlyList<EntityRef>>> TeamsOfAsync(IReadOnlyCollection<string> emails, CancellationToken ct)
    {
        var people = await memory.PeopleAsync(emails, ct);
        var named = people.ToDictionary(person => person.Key, person => TeamsIn(person.Value).ToArray(), StringComparer.Ordinal);
        var known = await memory.FindAsync([.. named.Values.SelectMany(teams => teams).Distinct()], ct);
        return named.ToDictionary(
            person => person.Key, person => (IReadOnlyList<EntityRef>)[.. person.Value.Where(team => known[team].State is Entity.Live)], StringComparer.Ordinal);
    }

    private static IEnumerable<EntityRef> TeamsIn(JsonElement user) => Relations.Of(user)
        .Where(relation => relation.Type is "memberOf" && relation.Source == Descriptor.RefOf(user))
        .Select(relation => relation.Target);

    private static string Folder(string path) => path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : "";
}
