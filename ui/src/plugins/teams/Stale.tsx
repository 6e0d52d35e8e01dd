import { useQuery } from '@tanstack/react-query';
import { useInstant } from '../../shared/instant';
import { EntityLink } from '../../shared/kit/EntityLink';
import { Panel } from '../../shared/kit/Panel';
import { When } from '../../shared/kit/When';
import { teamStale } from './queries';
import styles from './Teams.module.css';

/** What the team owns that its sources no longer confirm: its task. Nothing is shown where there is none, and nothing of the past. */
export function Stale({ teamRef }: { teamRef: string }) {
  const query = useQuery({ ...teamStale(teamRef), enabled: useInstant() === undefined });
  const stale = query.data?.staleEntities;
  if (!stale || stale.totalCount === 0) return null;
  return (
    <Panel title="Not confirmed by its source" note={stale.totalCount} flush>
      <ul>
        {stale.nodes.map(({ entity, freshness }) => (
          <li key={entity.ref} className={styles.change}>
            <p>
              <EntityLink entityRef={entity.ref} title={entity.title} />
              {freshness.confirmedAt && <When at={freshness.confirmedAt} />}
            </p>
            <span className="quiet">{freshness.reason ?? 'Its source has not been crawled since; see Sources'}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
