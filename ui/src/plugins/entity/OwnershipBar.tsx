import { useId, useState } from 'react';
import type { OwnershipTimelineQuery } from '../../generated/documents';
import { CauseLine, EventRow } from '../../shared/events/EventRow';
import { beginnings, holder } from '../../shared/events/ownership';
import { EntityLink } from '../../shared/kit/EntityLink';
import { day, lasted, plural } from '../../shared/time';
import styles from './HistoryTab.module.css';

type Period = NonNullable<OwnershipTimelineQuery['entity']>['ownershipTimeline'][number];

const spanOf = (period: Period, now: number) =>
  Math.max((period.to ? Date.parse(period.to) : now) - Date.parse(period.from), 1);

const dates = (period: Period, end: string) => `${day(period.from)} to ${period.to ? day(period.to) : end}`;

/** One and the same owner, whatever it was called. */
const identity = (period: Period) => period.owner?.ref ?? period.ownerRef;

interface OwnershipBarProps {
  periods: readonly Period[];
  /** Where the lane ends, and what that is called. */
  now?: number | undefined;
  end?: string | undefined;
}

/** Who owned it, when: a lane of named spans, hatched where nobody did; each opens its cause. The same as a table below. */
export function OwnershipBar({ periods, now = Date.now(), end = 'now' }: OwnershipBarProps) {
  const [open, setOpen] = useState<number>();
  const detail = useId();
  const first = periods[0];
  if (!first) return <p className="quiet">It has had no owner.</p>;
  const owners = [...new Set(periods.filter((period) => period.state === 'OWNED').map(identity))];
  const colour = (period: Period) => `var(--cat-${(owners.indexOf(identity(period)) % 6) + 1})`;
  const shown = open === undefined ? undefined : periods[open];
  return (
    <>
      <p className={styles.summary}>
        {plural(owners.length, 'owner')} in {lasted(first.from, null, now)}.
      </p>
      <div className={styles.scroll}>
        <ul className={styles.lane} aria-label="Owners over time, oldest first">
          {periods.map((period, index) => (
            <li key={period.from} style={{ flexGrow: spanOf(period, now) }}>
              <button
                type="button"
                className={styles.segment}
                data-nobody={period.state !== 'OWNED'}
                aria-expanded={index === open}
                aria-controls={index === open ? detail : undefined}
                aria-label={`${holder(period)}, ${dates(period, end)}, ${lasted(period.from, period.to, now)}: ${beginnings[period.kind]}`}
                title={`${holder(period)}, ${dates(period, end)}`}
                style={{ ['--mark' as string]: colour(period) }}
                onClick={() => setOpen(index === open ? undefined : index)}
              >
                {holder(period)}
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div className={styles.scale} aria-hidden>
        <span>{day(first.from)}</span>
        <span>{periods.at(-1)?.to ? day(periods.at(-1)?.to ?? '') : end}</span>
      </div>
      {shown && <Detail id={detail} period={shown} end={end} />}
      <table className={styles.table}>
        <caption className="visually-hidden">Owners over time, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Owner then</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">For</th>
            <th scope="col">Because of</th>
          </tr>
        </thead>
        <tbody>
          {periods.toReversed().map((period) => (
            <tr key={period.from}>
              <td>
                <Then period={period} />
              </td>
              <td className="tabular" data-word="from">
                {day(period.from)}
              </td>
              <td className="tabular" data-word="to">
                {period.to ? day(period.to) : end}
              </td>
              <td className="tabular" data-word="for">
                {lasted(period.from, period.to, now)}
              </td>
              <td>
                {beginnings[period.kind]}
                <br />
                <CauseLine cause={period.cause} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The owner by the name of then, linked; with the name of today where that is another. */
function Then({ period }: { period: Period }) {
  if (period.state !== 'OWNED' || !period.ownerRef) return <span className="quiet">{holder(period)}</span>;
  const name = holder(period);
  if (!period.owner) return <span>{name}</span>;
  return (
    <>
      <EntityLink entityRef={period.owner.ref} title={name} />
      {period.owner.title !== name && <span className="quiet"> now {period.owner.title}</span>}
    </>
  );
}

/** What began a span: in words, as the event with its commit, and what the owner belonged to. */
function Detail({ id, period, end }: { id: string; period: Period; end: string }) {
  return (
    <section id={id} className={styles.detail} aria-label={`Why ${holder(period)} since ${day(period.from)}`}>
      <p>
        <strong>{holder(period)}</strong>, {dates(period, end)}. {beginnings[period.kind]}.
      </p>
      {period.parentRef && (
        <p className={styles.belonged}>
          It belonged to <EntityLink entityRef={period.parentRef} />
        </p>
      )}
      <ul>
        <EventRow event={period.cause.event} />
      </ul>
    </section>
  );
}
