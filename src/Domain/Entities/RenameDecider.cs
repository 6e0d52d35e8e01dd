using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Domain.Entities;

/// <summary>A crawler takes a descriptor for one it knew under another name.</summary>
/// <param name="Descriptor">As it is now, under the new name.</param>
public sealed record RenameEntity(JsonElement Descriptor);

/// <summary>The last event of the stream of the old name, and the one that the stream of the new name goes on with.</summary>
public sealed record Renaming(EntityRenamedFrom Begin, EntityRenamed End);

/// <summary>Decides whether an entity goes on under another name.</summary>
public static class RenameDecider
{
    /// <summary>How much of two descriptors must be alike when the new one stands in the file of the old one.</summary>
    public const double AlikeInOneFile = 0.5;

    /// <summary>The same when the file has another name, too.</summary>
    public const double AlikeElsewhere = 0.8;

    private static readonly string[] Names = ["/metadata/name", "/metadata/namespace", "/metadata/title"];

    /// <summary>
    /// The two events that make it so; null when the old name is not in the catalog, or the new one is or once was that of another
    /// entity.
    /// </summary>
    public static Renaming? Decide(RenameEntity seen, Entity old, Entity @new)
    {
        if (old is not Entity.Live live || @new is not (Entity.Unknown or Entity.Renamed))
            return null;
        var (from, to) = (Descriptor.RefOf(live.Descriptor), Descriptor.RefOf(seen.Descriptor));
        if (from == to || !string.Equals(from.Kind, to.Kind, StringComparison.Ordinal))
            return null;
        var named = FieldChange.Apply(live.Descriptor,
        [
            new FieldChange("/metadata/name", null, Descriptor.At(seen.Descriptor, "metadata", "name")),
            new FieldChange("/metadata/namespace", null, Descriptor.At(seen.Descriptor, "metadata", "namespace")),
        ]);
        return new Renaming(new EntityRenamedFrom(to, from, live.Location, named), new EntityRenamed(from, to));
    }

    /// <summary>
    /// How much of what two descriptors say, their names and titles left out, is the same: 1 for all of it, 0 for nothing, and for two kinds.
    /// </summary>
    public static double Likeness(JsonElement one, JsonElement other)
    {
        if (!string.Equals(Descriptor.RefOf(one).Kind, Descriptor.RefOf(other).Kind, StringComparison.Ordinal))
            return 0;
        var (ours, theirs) = (Leaves(one), Leaves(other));
        var union = ours.Union(theirs, StringComparer.Ordinal).Count();
        return union == 0 ? 0 : (double)ours.Intersect(theirs, StringComparer.Ordinal).Count() / union;
    }

    /// <summary>Whether a descriptor says more than type, lifecycle and owner, by which alone it could not be told from many others.</summary>
    public static bool IsTelling(JsonElement descriptor) => Leaves(descriptor).Exists(leaf =>
        !leaf.StartsWith("/spec/type=", StringComparison.Ordinal) && !leaf.StartsWith("/spec/lifecycle=", StringComparison.Ordinal)
        && !leaf.StartsWith("/spec/owner=", StringComparison.Ordinal));

    private static List<string> Leaves(JsonElement descriptor)
    {
        var leaves = new List<string>();
        Walk("/metadata", Descriptor.At(descriptor, "metadata"));
        Walk("/spec", Descriptor.At(descriptor, "spec"));
        return leaves;

        void Walk(string path, JsonElement? value)
        {
            switch (value)
            {
                case { ValueKind: JsonValueKind.Object } members:
                    foreach (var member in members.EnumerateObject())
                        Walk($"{path}/{member.Name}", member.Value);
                    break;
                case { ValueKind: JsonValueKind.Array } items:
                    foreach (var item in items.EnumerateArray())
                        Walk(path, item);
                    break;
                case { } leaf when !Names.Contains(path, StringComparer.Ordinal):
                    leaves.Add($"{path}={leaf.GetRawText()}");
                    break;
            }
        }
    }
}
