import { Link } from '@tanstack/react-router';
import { readablePath } from '../../shared/events/sentence';
import { Panel } from '../../shared/kit/Panel';
import { When } from '../../shared/kit/When';
import type { PageEntity } from '../../shell/plugin';
import styles from './EntityPage.module.css';

const shown = (value: unknown) => (value === null || value === undefined ? '–' : JSON.stringify(value));

/** The sources that declare the entity, too, and wait; with what they say otherwise. */
export function ConflictsPanel({ conflicts }: { conflicts: PageEntity['conflicts'] }) {
  if (conflicts.length === 0) return null;
  return (
    <Panel title="Said otherwise" note={conflicts.length}>
      {conflicts.map((conflict) => (
        <div key={conflict.sourceId} className={styles.conflict}>
          <p>
            <Link to="/sources" hash={conflict.sourceId}>
              <code>{conflict.target}</code>
            </Link>{' '}
            {conflict.overruled ? (
              <>
                is overruled for these fields since <When at={conflict.since} />.
              </>
            ) : (
              <>
                has waited since <When at={conflict.since} />. It takes over when the first lets go.
              </>
            )}
          </p>
          {conflict.fields.length === 0 ? (
            <p className="quiet">It says the same.</p>
          ) : (
            <dl className={styles.about}>
              {conflict.fields.map((field) => (
                <div key={field.path} className={styles.conflicting}>
                  <dt>{readablePath(field.path)}</dt>
                  <dd>
                    <code>{shown(field.kept)}</code> counts, <code>{shown(field.waiting)}</code> does not
                    <p className="quiet">{field.reason}</p>
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      ))}
    </Panel>
  );
}
