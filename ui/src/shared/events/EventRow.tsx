import { IconChevronRight, IconGitCommit, IconHistory } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { EventPartsFragment } from '../../generated/documents';
import { isSafeUrl } from '../contacts';
import { useInstant } from '../instant';
import { EntityLink } from '../kit/EntityLink';
import { When } from '../kit/When';
import { isRef } from '../ref';
import { fullTime } from '../time';
import { after, before } from '../travel';
import styles from './EventRow.module.css';
import { changesOf, eventSentence, readablePath } from './sentence';

/** Who or what caused an event, with the commit as a link where the address is known. */
export function CauseLine({ cause }: { cause: EventPartsFragment['cause'] }) {
  const commit = cause.commit?.slice(0, 7);
  const place = cause.path ? `${cause.path}${cause.line ? `:${cause.line}` : ''}` : undefined;
  return (
    <span className={styles.cause}>
      {isRef(cause.actor) ? <EntityLink entityRef={cause.actor} /> : <span>{cause.actor}</span>}
      {commit && (
        <span className={styles.commit}>
          <IconGitCommit size={14} aria-hidden />
          {cause.url && isSafeUrl(cause.url) ? <a href={cause.url}>{commit}</a> : <code>{commit}</code>}
        </span>
      )}
      {place && <code className={styles.place}>{place}</code>}
    </span>
  );
}

const show = (value: unknown) =>
  value === undefined || value === null ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);

function Changes({ data }: { data: unknown }) {
  const changes = changesOf(data);
  if (changes.length === 0) return null;
  return (
    <table className={styles.changes}>
      <thead>
        <tr>
          <th scope="col">Path</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.path}>
            <th scope="row">
              <code>{readablePath(change.path)}</code>
            </th>
            <td className={styles.before}>{show(change.from)}</td>
            <td className={styles.after}>{show(change.to)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** To the instants that an event parts. */
function Around({ event }: { event: EventPartsFragment }) {
  const at = useInstant();
  const to = (instant: string, words: string) => (
    <Link to="." search={(search: object) => ({ ...search, at: instant })} resetScroll={false}>
      {words}
    </Link>
  );
  return (
    <p className={styles.around}>
      <IconHistory size={15} stroke={1.6} aria-hidden />
      See the catalog {to(before(event, at), 'just before')} {to(after(event, at), 'just after')}
    </p>
  );
}

/** One event: what it says, about what, by whom, when; the rest of it, hash included, behind a click. */
export function EventRow({ event, about = true }: { event: EventPartsFragment; about?: boolean }) {
  return (
    <li className={styles.row}>
      <details>
        <summary>
          <IconChevronRight size={14} aria-hidden className={styles.chevron} />
          <span className={styles.sentence}>{eventSentence(event)}</span>
          <When at={event.effectiveAt} />
        </summary>
        <div className={styles.more}>
          <Around event={event} />
          <Changes data={event.data} />
          <dl className={styles.facts}>
            <dt>Effective</dt>
            <dd>{fullTime(event.effectiveAt)}</dd>
            <dt>Recorded</dt>
            <dd>{fullTime(event.recordedAt)}</dd>
            <dt>Position</dt>
            <dd className="mono">@{event.position}</dd>
            <dt>Stream</dt>
            <dd className="mono">
              {event.stream}, version {event.streamVersion}
            </dd>
            <dt>Type</dt>
            <dd className="mono">{event.type}</dd>
            {event.cause.repository && (
              <>
                <dt>Repository</dt>
                <dd className="mono">{event.cause.repository}</dd>
              </>
            )}
            <dt>Hash</dt>
            <dd className="mono">{event.hash}</dd>
          </dl>
          <p className={styles.label}>Raw data</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
          <pre className={styles.raw} tabIndex={0}>
            {JSON.stringify(event.data, null, 2)}
          </pre>
        </div>
      </details>
      <div className={styles.under}>
        {about && event.entityRef && <EntityLink entityRef={event.entityRef} />}
        <CauseLine cause={event.cause} />
      </div>
    </li>
  );
}
