import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { GalleryQuery, PluginExtensionType } from '../../generated/documents';
import { Failure } from '../../shared/kit/Answer';
import { Owner } from '../../shared/kit/EntityLink';
import { Panel } from '../../shared/kit/Panel';
import { When } from '../../shared/kit/When';
import { useFault } from '../../shell/installed/faults';
import { sdkFault } from '../../shell/installed/sdkRange';
import { change } from './changes';
import styles from './GalleryPage.module.css';

type Plugin = GalleryQuery['plugins'][number];

const permissions: Record<string, string> = {
  'catalog:read': 'read the catalog',
  'catalog:write': 'change the catalog',
};

const extensions: Record<PluginExtensionType, string> = {
  PAGE: 'Page',
  ENTITY_TAB: 'Tab of entities',
  ENTITY_CARD: 'Card of entities',
  HOME_CARD: 'Card of the home page',
  COMMAND: 'Command',
};

export function PluginPanel({ plugin }: { plugin: Plugin }) {
  const client = useQueryClient();
  const order = useMutation({
    mutationFn: ({ to, version }: { to: 'enable' | 'disable' | 'rollback'; version?: string }) =>
      change(`/${plugin.id}/${to}`, { version }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['plugins'] }),
  });
  const wrong = sdkFault(plugin.sdk);
  const fault = useFault(plugin);
  return (
    <div id={plugin.id} className={styles.plugin}>
      <Panel
        title={plugin.name}
        note={`${plugin.version}${plugin.enabled ? '' : ', switched off'}`}
        aside={
          <Button
            onClick={() => order.mutate({ to: plugin.enabled ? 'disable' : 'enable' })}
            loading={order.isPending}
            aria-label={`${plugin.enabled ? 'Switch off' : 'Switch on'}: ${plugin.name}`}
          >
            {plugin.enabled ? 'Switch off' : 'Switch on'}
          </Button>
        }
      >
        {wrong && (
          <p className={styles.wrong} role="note">
            {wrong}
          </p>
        )}
        {fault && (
          <p className={styles.wrong} role="note">
            Failed in this window. {fault}
          </p>
        )}
        {order.isError && <Failure what="The change" did="was refused" error={order.error} />}
        <p className={styles.description}>
          {plugin.description ?? <span className="quiet">It says nothing about itself.</span>}
        </p>
        <dl className={styles.facts}>
          <dt>Owner</dt>
          <dd>
            <Owner owner={plugin.owner} ownerRef={plugin.ownerRef} />
          </dd>
          <dt>Says it will</dt>
          <dd>
            {plugin.permissions.map((each) => permissions[each] ?? each).join(' and ') ||
              'neither read nor change the catalog'}
          </dd>
          <dt>Made for SDK</dt>
          <dd>
            <code>{plugin.sdk}</code>
          </dd>
          <dt>Adds</dt>
          <dd>
            <ul>
              {plugin.extensions.map((extension) => (
                <li key={extension.id}>
                  <span className="quiet">{extensions[extension.type]}</span>{' '}
                  <Extension plugin={plugin} {...extension} />
                </li>
              ))}
            </ul>
          </dd>
          {plugin.lastChange && (
            <>
              <dt>Last change</dt>
              <dd>
                <Link to="/events" search={{ position: plugin.lastChange.position }}>
                  @{plugin.lastChange.position}
                </Link>{' '}
                by {plugin.lastChange.cause.actor}, <When at={plugin.lastChange.recordedAt} />
              </dd>
            </>
          )}
        </dl>
        <Versions
          plugin={plugin}
          choose={(version) => order.mutate({ to: 'rollback', version })}
          pending={order.isPending}
        />
      </Panel>
    </div>
  );
}

function Extension(props: { plugin: Plugin; type: PluginExtensionType; title: string; path?: string | null }) {
  const { plugin, type, title, path } = props;
  if (type !== 'PAGE' || !plugin.enabled || sdkFault(plugin.sdk)) return title;
  return (
    <Link to="/$" params={{ _splat: path ? `${plugin.id}/${path}` : plugin.id }}>
      {title}
    </Link>
  );
}

function Versions(props: { plugin: Plugin; choose: (version: string) => void; pending: boolean }) {
  return (
    <table className={styles.versions}>
      <caption className="visually-hidden">Versions of {props.plugin.name}</caption>
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">Installed</th>
          <th scope="col">By</th>
          <th scope="col">Event</th>
          <th scope="col">
            <span className="visually-hidden">Go back</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.plugin.versions.map(({ version, installedAt, installedBy, position, serves }) => (
          <tr key={version}>
            <th scope="row">{version}</th>
            <td>
              <When at={installedAt} />
            </td>
            <td>{installedBy}</td>
            <td>
              <Link to="/events" search={{ position }}>
                @{position}
              </Link>
            </td>
            <td className={styles.choice}>
              {serves ? (
                <span className={styles.serves}>serves</span>
              ) : (
                <Button
                  onClick={() => props.choose(version)}
                  disabled={props.pending}
                  aria-label={`Use ${version} of ${props.plugin.name}`}
                >
                  Use {version}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
