import { IconArrowRight, IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { EventRow } from '../../shared/events/EventRow';
import { readablePath } from '../../shared/events/sentence';
import { entityLink } from '../../shared/kinds';
import { Answer } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { KindIcon } from '../../shared/kit/EntityLink';
import styles from './Differences.module.css';
import { differenceEvents, type Line, type Pair } from './queries';
import { changeWord } from './tally';

const marks = { ADDED: IconPlus, REMOVED: IconMinus, RENAMED: IconArrowRight, CHANGED: IconPencil };

/** One entity that differs: how, in which fields, and behind a click the events that did it. */
export function ChangeLine({ line, pair, to }: { line: Line; pair: Pair; to: string | undefined }) {
  const [opened, setOpened] = useState(false);
  const Mark = marks[line.kind];
  return (
    <li className={styles.line}>
      <p className={styles.what}>
        <span className={styles.mark} data-kind={line.kind}>
          <Mark size={14} aria-hidden /> {changeWord(line.kind)}
        </span>
        <Link
          {...entityLink(line.ref)}
          search={{ at: line.kind === 'REMOVED' ? pair.from : to }}
          className={styles.entity}
          title={line.ref}
        >
          <KindIcon kind={line.entity.kind} />
          {line.entity.title}
        </Link>
        {line.previousRef && (
          <span className="quiet">
            was <code>{line.previousRef}</code>
          </span>
        )}
      </p>
      <Fields fields={line.fields} />
      <details onToggle={(event) => setOpened(event.currentTarget.open)} className={styles.events}>
        <summary aria-label={`Events of ${line.entity.title}`}>Events</summary>
        {opened && <Events entityRef={line.ref} pair={pair} />}
      </details>
    </li>
  );
}

const longest = 160;

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** What one side has and the other has not: of lists the items, else the value as a whole. */
function only(value: unknown, other: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) return [textOf(value)];
  const there = new Set(Array.isArray(other) ? other.map(textOf) : []);
  return value.map(textOf).filter((item) => !there.has(item));
}

function Values({ values }: { values: readonly string[] }) {
  if (values.length === 0) return <span className="quiet">nothing</span>;
  return values.map((text) => (
    <div key={text} className={styles.value} title={text.length > longest ? text : undefined}>
      {text.length > longest ? `${text.slice(0, longest)}…` : text}
    </div>
  ));
}

function Fields({ fields }: { fields: Line['fields'] }) {
  if (fields.length === 0) return null;
  return (
    <table className={styles.fields}>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row">
              <code>{readablePath(path)}</code>
            </th>
            <td className={styles.before}>
              <Values values={only(before, after)} />
            </td>
            <td className={styles.after}>
              <Values values={only(after, before)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Events({ entityRef, pair }: { entityRef: string; pair: Pair }) {
  const query = useQuery(differenceEvents(pair, entityRef));
  return (
    <Answer query={query} what="The events" lines={2}>
      {({ diff }) => {
        const events = diff.nodes.find((each) => each.ref === entityRef)?.events ?? [];
        if (events.length === 0) return <Empty title="No event of its own: something it is related to changed." />;
        return (
          <ul>
            {events.map((event) => (
              <EventRow key={event.id} event={event} about={false} />
            ))}
          </ul>
        );
      }}
    </Answer>
  );
}
