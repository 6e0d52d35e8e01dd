import type { OwnershipTimelineQuery } from '../../generated/documents';
import { CauseLine } from '../../shared/events/EventRow';
import { Owner } from '../../shared/kit/EntityLink';
import { shortRef } from '../../shared/ref';
import { day, lasted, plural } from '../../shared/time';
import styles from './HistoryTab.module.css';

type Period = NonNullable<OwnershipTimelineQuery['entity']>['ownershipTimeline'][number];

const nameOf = (period: Period) => period.owner?.title ?? (period.ownerRef ? shortRef(period.ownerRef) : 'no owner');

const spanOf = (period: Period, now: number) =>
  Math.max((period.to ? Date.parse(period.to) : now) - Date.parse(period.from), 1);

interface OwnershipBarProps {
  periods: readonly Period[];
  /** Where the lane ends, and what that is called. */
  now?: number | undefined;
  end?: string | undefined;
}

/** Who owned it, when: a lane of named segments, gaps hatched, and the same as a table with who caused each change. */
export function OwnershipBar({ periods, now = Date.now(), end = 'now' }: OwnershipBarProps) {
  const first = periods[0];
  if (!first) return <p className="quiet">It has had no owner.</p>;
  const owners = [...new Set(periods.map(nameOf).filter((name) => name !== 'no owner'))];
  const colour = (period: Period) => `var(--cat-${(owners.indexOf(nameOf(period)) % 6) + 1})`;
  return (
    <>
      <p className={styles.summary}>
        {plural(owners.length, 'owner')} in {lasted(first.from, null, now)}.
      </p>
      <div className={styles.lane} aria-hidden>
        {periods.map((period) => (
          <div
            key={period.from}
            className={styles.segment}
            data-nobody={!period.ownerRef}
            title={`${nameOf(period)}, ${day(period.from)} to ${period.to ? day(period.to) : end}, ${lasted(period.from, period.to, now)}`}
            style={{ flexGrow: spanOf(period, now), flexBasis: 0, ['--mark' as string]: colour(period) }}
          >
            {nameOf(period)}
          </div>
        ))}
      </div>
      <div className={styles.scale} aria-hidden>
        <span>{day(first.from)}</span>
        <span>{end}</span>
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Owner</th>
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
                <Owner owner={period.owner} ownerRef={period.ownerRef} />
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
                <CauseLine cause={period.cause} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
