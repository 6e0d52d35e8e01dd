using System.Text.Json;
using EventCatalog.Domain.Plugins;
using Npgsql;

namespace EventCatalog.ReadModels.Plugins;

/// <summary>A version of a plugin that was installed once.</summary>
/// <param name="InstalledBy">Who did it first.</param>
/// <param name="Position">The event that says so.</param>
public sealed record PluginVersionRow(PluginManifest Manifest, DateTimeOffset InstalledAt, string InstalledBy, long Position, bool Serves)
{
    public string Version => Manifest.Version;
}

/// <summary>A plugin as it stands.</summary>
/// <param name="ChangedPosition">The event that changed it last.</param>
/// <param name="Versions">The newest installation first.</param>
public sealed record PluginRow(string Id, bool Enabled, long ChangedPosition, IReadOnlyList<PluginVersionRow> Versions)
{
    /// <summary>Of the version that serves.</summary>
    public PluginManifest Manifest => Versions.Single(version => version.Serves).Manifest;
}

/// <summary>Asks the plugins read model.</summary>
public sealed class PluginQueries(NpgsqlDataSource database)
{
    /// <summary>Every plugin, by id; the disabled ones too.</summary>
    public async Task<IReadOnlyList<PluginRow>> AllAsync(CancellationToken ct)
    {
        var sql = new SqlText().Add(
            $"""
            select p.id, p.enabled, p.changed_position, v.manifest::text, v.installed_at, v.installed_by, v.position, v.version = p.version
            from {PluginsProjection.Schema}.plugin p join {PluginsProjection.Schema}.version v on v.plugin = p.id
            order by p.id collate "C", v.position desc
            """);
        var found = new List<(string Id, bool Enabled, long Changed, PluginVersionRow Version)>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
        {
            var manifest = PluginRules.Recall(JsonElement.Parse(rows.GetString(3)));
            found.Add((
                rows.GetString(0), rows.GetBoolean(1), rows.GetInt64(2),
                new PluginVersionRow(manifest, rows.GetFieldValue<DateTimeOffset>(4), rows.GetString(5), rows.GetInt64(6), rows.GetBoolean(7))));
        }

        return [.. found.GroupBy(row => (row.Id, row.Enabled, row.Changed)).Select(group => new PluginRow(group.Key.Id, group.Key.Enabled, group.Key.Changed, [.. group.Select(row => row.Version)]))];
    }

    /// <summary>The integrity of a file of any version that was ever installed; null when there is no such file.</summary>
    public async Task<string?> IntegrityAsync(string plugin, string version, string path, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add($"select manifest -> 'files' ->> {sql.Value(path)} from {PluginsProjection.Schema}.version where plugin = {sql.Value(plugin)} and version = {sql.Value(version)}");
        await using var rows = await sql.ReadAsync(database, ct);
        return await rows.ReadAsync(ct) && !await rows.IsDBNullAsync(0, ct) ? rows.GetString(0) : null;
    }
}
