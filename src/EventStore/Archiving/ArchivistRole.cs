using System.Security.Cryptography;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>The role <c>log_archivist</c>, which alone may take events out of the log, and only where it leaves their stubs.</summary>
public static class ArchivistRole
{
    public const string Name = "log_archivist";

    /// <summary>Makes the role where it is missing, lets it into the log, and gives it a new password.</summary>
    /// <param name="superuser">Connects to the log's database as one who may make roles.</param>
    /// <returns>A connection string of the role.</returns>
    public static async Task<string> PrepareAsync(string superuser, CancellationToken ct)
    {
        var password = RandomNumberGenerator.GetHexString(40, lowercase: true);
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(superuser) { Pooling = false }.ConnectionString);
        await database.ExecuteAsync($"""
            do $do$ begin create role {Name} login; exception when duplicate_object then null; end $do$;
            alter role {Name} login password '{password}';
            grant usage on schema events to {Name};
            grant select, delete on events.mt_events to {Name};
            grant select, insert on events.cat_archived to {Name};
            """, ct);
        return new NpgsqlConnectionStringBuilder(superuser) { Username = Name, Password = password, Pooling = false }.ConnectionString;
    }
}
