using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;

namespace EventCatalog.Api.Commands;

/// <summary>Shows, and changes, the key that signs anchors and exports. The private half is never shown.</summary>
public static class KeyCommand
{
    public static Command Create()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var command = new Command("key", "Print the public key that anchors and exports are signed with; keep it where nobody who keeps the database can change it.") { data, json };
        command.SetAction((parsed, _) => SayAsync(KeyOf(parsed.GetValue(data)!).Open(), parsed.GetValue(json)));
        command.Subcommands.Add(Rotate());
        return command;
    }

    private static Command Rotate()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var command = new Command("rotate", "Sign with a new key from now on, in a running portal too. The old private key is gone; its public half stays known.") { data, json };
        command.SetAction((parsed, _) => SayAsync(KeyOf(parsed.GetValue(data)!).Rotate(), parsed.GetValue(json)));
        return command;
    }

    private static SigningKeyFile KeyOf(string dataFolder) => OpenCatalog.SigningKeyOf(dataFolder, CatalogDatabase.Configuration());

    private static Task<int> SayAsync(SigningKey key, bool asJson)
    {
        Console.WriteLine(asJson ? JsonSerializer.Serialize(new { key.Public.Id, key.Public.Pem }, JsonSerializerOptions.Web) : $"key {key.Public.Id}\n{key.Public.Pem}".TrimEnd());
        return Task.FromResult(ExitCodes.Ok);
    }
}
