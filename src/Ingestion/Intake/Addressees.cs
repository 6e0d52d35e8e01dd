using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.Ingestion.Memory;

namespace EventCatalog.Ingestion.Intake;

/// <param name="Ref">The name it goes under now.</param>
/// <param name="IsThere">Whether it is in the catalog.</param>
public sealed record Addressee(EntityRef Ref, bool IsThere);

/// <summary>Who is meant by the names that machines use: pipelines go on with the old name of an entity long after it has another.</summary>
public sealed class Addressees(CrawlerMemory memory)
{
    private const int MostRenamings = 10;

    public async Task<Addressee> FindAsync(EntityRef name, CancellationToken ct) => (await FindAsync([name], ct))[name];

    public async Task<IReadOnlyDictionary<EntityRef, Addressee>> FindAsync(IReadOnlyCollection<EntityRef> names, CancellationToken ct)
    {
        var now = names.Distinct().ToDictionary(name => name, name => new Addressee(name, IsThere: false));
        for (var (turn, open) = (0, now.Keys.ToArray()); turn < MostRenamings && open.Length > 0; turn++)
        {
            var known = await memory.FindAsync([.. open.Select(name => now[name].Ref).Distinct()], ct);
            foreach (var name in open)
            {
                now[name] = known[now[name].Ref].State switch
                {
                    Entity.Renamed renamed => new Addressee(renamed.To, IsThere: false),
                    var state => now[name] with { IsThere = state is Entity.Live },
                };
            }

            open = [.. open.Where(name => known.GetValueOrDefault(now[name].Ref) is null)];
        }

        return now;
    }
}
