// A process for tests to kill. It says one line when it holds what it was asked for, and lets go when its input closes.
//   serve FOLDER [BINARIES]   "ready {owned} {connection string}"
//   lock FOLDER               "ready", or "taken {pid} {description} {url}"
//   where                     the default data folder
// A start that fails prints "failed {sentence}" and ends with exit code 3.
using EventCatalog.EmbeddedPostgres;

try
{
    switch (args)
    {
        case ["serve", var folder, .. var binaries]:
            await using (var server = await PostgresServer.StartAsync(new PostgresOptions(folder) { BinaryFolder = binaries.FirstOrDefault() }, CancellationToken.None))
            {
                Console.WriteLine($"ready {server.Owned} {server.ConnectionString}");
                await Console.In.ReadToEndAsync();
            }
            return 0;
        case ["lock", var folder]:
            using (var mine = DataFolderLock.TryAcquire(folder, "serve", out var holder))
            {
                mine?.Announce(new Uri("http://127.0.0.1:7080"));
                Console.WriteLine(mine is null ? $"taken {holder!.ProcessId} {holder.Description} {holder.Url}" : "ready");
                if (mine is not null) await Console.In.ReadToEndAsync();
            }
            return 0;
        case ["where"]:
            Console.WriteLine(DataFolder.Default());
            return 0;
        default:
            Console.WriteLine("failed: say serve, lock or where");
            return 2;
    }
}
catch (StartException e)
{
    Console.WriteLine($"failed {e.Message}");
    return 3;
}
