using System.Globalization;
using System.Reflection;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>Brings schema <c>events</c> to the version this program knows: the numbered files in <c>Sql</c>, each once, in order.</summary>
internal static class LogSchema
{
    private const long MigrationLock = 0x6576656e7473; // "events"

    public static async Task MigrateAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        var migrations = Migrations();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Two processes starting at once: the second waits here and then finds nothing to do.
        await connection.ExecuteAsync($"select pg_advisory_xact_lock({MigrationLock})", ct);
        await connection.ExecuteAsync("""
            create schema if not exists events;
            create table if not exists events.cat_schema (
                version int constraint cat_schema_pk primary key, name varchar not null, at timestamptz not null default now());
            """, ct);

        var found = await VersionAsync(connection, ct);
        if (found > migrations[^1].Version)
            throw new SchemaTooNewException(found, migrations[^1].Version);

        foreach (var migration in migrations.Where(m => m.Version > found))
        {
            await connection.ExecuteAsync(migration.Sql, ct);
            await connection.ExecuteAsync("insert into events.cat_schema (version, name) values ($1, $2)", ct, migration.Version, migration.Name);
        }
        await transaction.CommitAsync(ct);
    }

    /// <summary>Checks that the schema is of the version this program knows.</summary>
    public static async Task RequireAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        var needed = Migrations()[^1].Version;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var exists = new NpgsqlCommand("select to_regclass('events.cat_schema') is not null", connection);
        var found = (bool)(await exists.ExecuteScalarAsync(ct))! ? await VersionAsync(connection, ct) : 0;
        if (found > needed)
            throw new SchemaTooNewException(found, needed);
        if (found < needed)
            throw new SchemaTooOldException(found, needed);
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select coalesce(max(version), 0) from events.cat_schema", connection);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    private static List<Migration> Migrations()
    {
        var assembly = typeof(LogSchema).Assembly;
        return [.. assembly.GetManifestResourceNames().Order(StringComparer.Ordinal).Select(name => new Migration(
            int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, Read(assembly, name)))];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private sealed record Migration(int Version, string Name, string Sql);
}
