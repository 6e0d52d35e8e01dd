import type { SourcesQuery } from '../../generated/documents';
import { EntityLink } from '../../shared/kit/EntityLink';
import { When } from '../../shared/kit/When';
import { plural } from '../../shared/time';
import styles from './SourcesPage.module.css';

type Conflict = SourcesQuery['sources'][number]['conflicts'][number];

/** What the source declares and another one has. */
export function Conflicts({ conflicts }: { conflicts: readonly Conflict[] }) {
  if (conflicts.length === 0) return null;
  return (
    <div className={styles.problems}>
      <h3>{plural(conflicts.length, 'entity', 'entities')} declared by another source first</h3>
      <ul className={styles.list}>
        {conflicts.map((conflict) => (
          <li key={conflict.entityRef}>
            <EntityLink entityRef={conflict.entityRef} title={conflict.entity?.title} /> is kept by{' '}
            <code>{conflict.entity?.source?.target ?? 'another source'}</code>; this one has waited since{' '}
            <When at={conflict.since} />
          </li>
        ))}
      </ul>
    </div>
  );
}
