using System.CommandLine;
using System.Globalization;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;

namespace EventCatalog.Api.Commands.Store;

/// <summary>What the verbs of the store share.</summary>
internal static class StoreVerb
{
    /// <summary>Who is at the keyboard, as the database keeps it.</summary>
    public static string Actor => $"user:{Environment.UserName}";

    public static Argument<string> ReadModel() => new("read-model") { Description = "Its name and number, such as entities/4." };

    public static string At(long position) => string.Create(CultureInfo.InvariantCulture, $"@{position}");

    public static string BesideOf(string readModel) => $"{readModel}+beside";

    /// <exception cref="UsageException">This program has no such read model.</exception>
    public static IProjection Known(this OpenCatalog catalog, string readModel) =>
        catalog.Projections.FirstOrDefault(each => string.Equals(each.Name, readModel, StringComparison.Ordinal))
        ?? throw new UsageException($"No read model is called '{readModel}'; there are {string.Join(", ", catalog.Projections.Select(each => each.Name))}.");

    /// <exception cref="UsageException">The reason is blank.</exception>
    public static string Reason(string because) => string.IsNullOrWhiteSpace(because)
        ? throw new UsageException("--because needs a reason: whoever reads this read model later will ask.")
        : because;

    public static async Task<int> WithAsync(string dataFolder, Func<OpenCatalog, Task<int>> act, CancellationToken ct)
    {
        await using var catalog = await OpenCatalog.OpenAsync(dataFolder, ct);
        try
        {
            return await act(catalog);
        }
        catch (OperationRefusedException refused)
        {
            throw new UsageException(refused.Message);
        }
    }

    public static Task<int> WithAsync(string dataFolder, Func<StoreOperations, Task<int>> act, CancellationToken ct) =>
        WithAsync(dataFolder, catalog => act(new StoreOperations(catalog.Database, catalog.Log)), ct);
}
