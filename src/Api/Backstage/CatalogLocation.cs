using System.Security.Cryptography;
using System.Text;
using EventCatalog.ReadModels.Backstage;
using EventCatalog.ReadModels.Sources;

namespace EventCatalog.Api.Backstage;

/// <summary>A registered source as Backstage's clients know one.</summary>
/// <param name="Id">Follows from type and target, so that it is the same in every portal.</param>
/// <param name="EntityRef">The Location entity that would stand for it in Backstage.</param>
public sealed record CatalogLocation(string Id, string Type, string Target, string EntityRef)
{
    public static CatalogLocation Of(string id, string type, string target) => new(id, type, target, RefOf(type, target));

    public static CatalogLocation Of(SourceRow source) => Of(EntityText.UidOf($"source:{source.Id}").ToString(), source.Type, source.Target);

    private static string RefOf(string type, string target) =>
        $"location:default/generated-{Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes($"{type}:{target}")))}"; // a name as Backstage makes it, no protection
}
