using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventCatalog.Api.Hosting;
using EventCatalog.Domain;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Ownership;

namespace EventCatalog.Api.Commands;

/// <summary>Who owned something at an instant.</summary>
public static class OwnersCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    public static Command Create()
    {
        var at = new Option<string>("--at") { Description = "An instant: 2026-03-01T03:12:00Z, or @1234.", Required = true };
        var references = new Option<string[]>("--ref") { Description = "An entity, such as component:cart; may be given several times.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var systems = new Option<string[]>("--system") { Description = "A system with all that was a part of it then, such as checkout; may be given several times.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var command = new Command(
            "owners", "Who owned it then, how they were reached, and who owns it now: for looking back at an incident. Exit code 1 when something was owned by nobody.") { at, references, systems, data, json };
        command.SetAction(async (parsed, ct) =>
        {
            var instant = AsOf.Read(parsed.GetValue(at)!) ?? throw new UsageException($"--at \"{parsed.GetValue(at)}\" is no instant: write a time such as 2026-03-01T03:12:00Z, or a position such as @1234.");
            var (asked, whole) = (Texts(parsed.GetValue(references)!, null), Texts(parsed.GetValue(systems)!, "system"));
            if (asked.Length + whole.Length == 0)
                throw new UsageException("Name what to ask about: --ref component:cart, or --system checkout.");
            await using var catalog = await AskedCatalog.OpenAsync(parsed.GetValue(data)!, ct);
            await catalog.LevelAsync(ct);
            var owners = await catalog.Service<OwnersAt>().FindAsync(asked, whole, instant, ct);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { instant = instant.ToString(), owners }, Json));
            else
                Print(owners);
            return owners.All(owner => owner.State is OwnershipState.Owned) ? ExitCodes.Ok : ExitCodes.No;
        });
        return command;
    }

    private static string[] Texts(string[] given, string? kind) => [.. given.Select(text => EntityRef.Parse(text, kind).ToString())];

    private static void Print(IReadOnlyList<OwnerThen> owners)
    {
        foreach (var owner in owners)
        {
            Console.WriteLine($"{owner.EntityRef}: {Words(owner)}");
            foreach (var contact in owner.Then?.Contacts ?? [])
                Console.WriteLine($"  {contact.Kind switch { Domain.Ownership.ContactKind.OnCall => "on call", var kind => kind.ToString().ToLowerInvariant() }}: {contact.Label}{(contact.Url is null || string.Equals(contact.Url, contact.Label, StringComparison.Ordinal) ? "" : $" {contact.Url}")}");
            if (owner.Moved)
                Console.WriteLine($"  now: {owner.Now?.Ref ?? "nobody"}");
        }
    }

    private static string Words(OwnerThen owner) => owner.State switch
    {
        OwnershipState.Owned => owner.Then is { } then ? $"{then.Ref} ({then.Title})" : owner.OwnerRef!,
        OwnershipState.Unowned => "nobody",
        OwnershipState.OwnerUnknown => $"{owner.OwnerRef}, which was not in the catalog",
        _ => "not in the catalog then",
    };
}
