import { Link } from '@tanstack/react-router';
import { readablePath } from '../../shared/events/sentence';
import { Panel } from '../../shared/kit/Panel';
import { When } from '../../shared/kit/When';
import type { PageEntity } from '../../shell/plugin';
import styles from './EntityPage.module.css';

type Field = PageEntity['conflicts'][number]['fields'][number];

const shown = (value: unknown) => (value === null || value === undefined ? '–' : JSON.stringify(value));

const reasonsOf = (fields: readonly Field[]) => [...new Set(fields.map((field) => field.reason))];

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
            reasonsOf(conflict.fields).map((reason) => (
              <Fields
                key={reason}
                reason={reason}
                fields={conflict.fields.filter((field) => field.reason === reason)}
              />
            ))
          )}
        </div>
      ))}
    </Panel>
  );
}

/** Fields that lost, or won, for one reason: what counts beside what does not. */
function Fields({ reason, fields }: { reason: string; fields: readonly Field[] }) {
  return (
    <table className={styles.otherwise}>
      <caption className="quiet">{reason}</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Counts</th>
          <th scope="col">Does not count</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.path}>
            <th scope="row">{readablePath(field.path)}</th>
            <td>
              <code>{shown(field.kept)}</code>
            </td>
            <td>
              <code>{shown(field.waiting)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
