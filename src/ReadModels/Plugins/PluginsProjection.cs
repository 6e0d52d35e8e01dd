using EventCatalog.Domain.Plugins;
using EventCatalog.EventStore;
using Npgsql;
using NpgsqlTypes;
using static EventCatalog.Domain.Plugins.PluginEvent;

namespace EventCatalog.ReadModels.Plugins;

/// <summary>Which version of each plugin serves, and every version that was ever installed.</summary>
public sealed class PluginsProjection : SqlProjection
{
    public const string ProjectionName = "plugins/1";
    public const string Schema = "rm_plugins_1";

    public override string Name => ProjectionName;

    public override string Ddl =>
        """
        create table plugin (id text constraint pk_plugin primary key, version text not null, enabled boolean not null, changed_position bigint not null);
        create table version (
          plugin text not null, version text not null, manifest jsonb not null,
          installed_at timestamptz not null, installed_by text not null, position bigint not null,
          constraint pk_version primary key (plugin, version));
        """;

    protected override IEnumerable<NpgsqlBatchCommand> Apply(RecordedEvent recorded) => recorded.Event switch
    {
        PluginInstalled { Manifest: var manifest } =>
        [
            SqlCommands.Of(
                """
                insert into plugin (id, version, enabled, changed_position) values ($1, $2, true, $3)
                on conflict on constraint pk_plugin do update set version = excluded.version, changed_position = excluded.changed_position
                """,
                manifest.Id, manifest.Version, recorded.Position),
            Version(manifest, recorded),
        ],
        PluginVersionChosen e => [SqlCommands.Of("update plugin set version = $2, changed_position = $3 where id = $1", e.Plugin, e.To, recorded.Position)],
        PluginEnabled e => [Switch(e.Plugin, true, recorded)],
        PluginDisabled e => [Switch(e.Plugin, false, recorded)],
        _ => [],
    };

    private static NpgsqlBatchCommand Switch(string plugin, bool enabled, RecordedEvent recorded) =>
        SqlCommands.Of("update plugin set enabled = $2, changed_position = $3 where id = $1", plugin, enabled, recorded.Position);

    /// <summary>The first installation of a version is the one that is told of.</summary>
    private static NpgsqlBatchCommand Version(PluginManifest manifest, RecordedEvent recorded)
    {
        var command = SqlCommands.Of(
            """
            insert into version (plugin, version, manifest, installed_at, installed_by, position) values ($1, $2, $3, $4, $5, $6)
            on conflict on constraint pk_version do nothing
            """,
            manifest.Id, manifest.Version, PluginRules.Write(manifest).GetRawText(), recorded.RecordedAt.UtcDateTime, recorded.Actor, recorded.Position);
        command.Parameters[2].NpgsqlDbType = NpgsqlDbType.Jsonb;
        return command;
    }
}
