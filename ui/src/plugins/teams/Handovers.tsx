import { IconArrowDownLeft, IconArrowUpRight, IconPointFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { TeamOwnershipQuery } from '../../generated/documents';
import { CauseLine } from '../../shared/events/EventRow';
import { beginnings } from '../../shared/events/ownership';
import { groupBy } from '../../shared/groupBy';
import { useInstant } from '../../shared/instant';
import { Answer } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { EntityLink } from '../../shared/kit/EntityLink';
import { Panel } from '../../shared/kit/Panel';
import { shortRef } from '../../shared/ref';
import { day, fullTime, plural } from '../../shared/time';
import { teamOwnership } from './queries';
import styles from './Teams.module.css';

type Change = TeamOwnershipQuery['ownershipChanges']['nodes'][number];

/** What befell the team itself, and with it all that it owned. */
const ofOwner = ['OWNER_RENAMED', 'OWNER_MERGED', 'OWNER_MOVED', 'OWNER_REMOVED', 'OWNER_RESTORED'];

/** What came to the team and what went, newest first, with who caused it. What befell the team itself is one line, however much it owned. */
export function Handovers({ teamRef }: { teamRef: string }) {
  const query = useQuery(teamOwnership(teamRef, useInstant()));
  return (
    <Panel
      title="What came and what went"
      note={query.data && plural(query.data.ownershipChanges.totalCount, 'change')}
      flush
    >
      <Answer query={query} what="The changes of ownership" lines={4}>
        {({ entity, ownershipChanges }) => {
          const names = [teamRef, ...(entity?.renames.map((rename) => rename.fromRef) ?? [])];
          const changes = ownershipChanges.nodes.toReversed();
          if (changes.length === 0) return <Empty title="Nothing came and nothing went." />;
          const lines = [...groupBy(changes, (change) => lineOf(change))];
          return (
            <ul>
              {lines.map(([key, together]) =>
                ofOwner.includes(together[0]?.kind ?? '') ? (
                  <Befell key={key} changes={together} />
                ) : (
                  together.map((change) => (
                    <Handover key={key} change={change} came={names.includes(change.toRef ?? '')} />
                  ))
                ),
              )}
            </ul>
          );
        }}
      </Answer>
    </Panel>
  );
}

const lineOf = (change: Change) =>
  ofOwner.includes(change.kind) ? `${change.kind} ${change.position}` : `${change.position} ${change.entityRef}`;

function Handover({ change, came }: { change: Change; came: boolean }) {
  const other = came ? change.fromRef : change.toRef;
  const Mark = came ? IconArrowDownLeft : IconArrowUpRight;
  return (
    <li className={styles.change}>
      <p>
        <Mark size={16} stroke={1.6} aria-hidden color={came ? 'var(--ok)' : 'var(--ink-3)'} />
        <span>{came ? 'Came' : 'Went'}</span>
        <EntityLink entityRef={change.entityRef} title={change.entity?.title} />
        <span>{other ? (came ? 'from' : 'to') : words(change, came)}</span>
        {other && <EntityLink entityRef={other} />}
        <Day at={change.at} />
      </p>
      <CauseLine cause={change.cause} />
    </li>
  );
}

/** The day: what came and went is told by the calendar; the whole instant on hover. */
const Day = ({ at }: { at: string }) => (
  <time dateTime={at} title={fullTime(at)} className="tabular">
    {day(at)}
  </time>
);

function words(change: Change, came: boolean): string {
  if (change.kind === 'REGISTERED') return 'when it was registered';
  if (change.kind === 'ENTITY_RESTORED') return 'when it was declared again';
  if (change.kind === 'ENTITY_REMOVED') return 'when it was removed';
  return came ? 'from nobody' : 'to nobody';
}

function Befell({ changes }: { changes: readonly Change[] }) {
  const [first] = changes;
  if (!first) return null;
  const renamed = first.fromRef && first.toRef && first.fromRef !== first.toRef;
  return (
    <li className={styles.change}>
      <p>
        <IconPointFilled size={16} aria-hidden color="var(--info)" />
        <span>
          {beginnings[first.kind]}
          {renamed && `: ${shortRef(first.fromRef ?? '')}, then ${shortRef(first.toRef ?? '')}`}, with{' '}
          {plural(changes.length, 'entity', 'entities')} it owned
        </span>
        <Day at={first.at} />
      </p>
      <CauseLine cause={first.cause} />
    </li>
  );
}
