import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { EventDensityDocument } from '../../generated/documents';
import { describeInstant, justAfter } from '../../shared/instant';
import { Failure } from '../../shared/kit/Answer';
import { graphqlQuery } from '../../shared/queries';
import { day, plural } from '../../shared/time';
import type { Scope } from './scope';
import { type Span, spanAround, type Zoom, zooms } from './span';
import styles from './Time.module.css';

const buckets = 120;
/** A handle at rest for so long has been put there. */
const restMs = 150;

const iso = (milliseconds: number) => new Date(milliseconds).toISOString();

/** When things happened, as bars, with a handle that turns the page to an instant; its right end is now. */
export function Density(props: {
  scope: Scope;
  moment: number | undefined;
  onTravel: (at: string | undefined) => void;
}) {
  const { scope, moment } = props;
  const [zoom, setZoom] = useState<Zoom>('all');
  // The minute, so that one answer serves for a while.
  const [now] = useState(() => Math.ceil(Date.now() / 60_000) * 60_000);
  const [asked, setAsked] = useState<Span>(() => spanAround('all', undefined, now));
  const query = useQuery({
    ...graphqlQuery(['events', 'density'], EventDensityDocument, {
      where: scope.where,
      since: asked.since === undefined ? undefined : iso(asked.since),
      until: iso(asked.until),
      buckets,
    }),
    placeholderData: keepPreviousData,
  });
  const density = query.data?.eventDensity;
  const since = asked.since ?? (density?.since ? Date.parse(density.since) : now - 1);
  const chosen = Math.min(moment ?? now, now);

  useEffect(() => {
    if (asked.since !== undefined && (chosen < asked.since || chosen > asked.until))
      setAsked(spanAround(zoom, chosen, now));
  }, [asked, chosen, zoom, now]);

  const counts = density?.counts ?? [];
  return (
    <div className={styles.density}>
      <div className={styles.above}>
        <SegmentedControl
          aria-label="Span"
          data={zooms.map(({ value, label }) => ({ value, label }))}
          value={zoom}
          onChange={(value) => {
            setZoom(value as Zoom);
            setAsked(spanAround(value as Zoom, chosen, now));
          }}
        />
        {density && <p className="quiet tabular">{summary(counts, since, asked.until, chosen, scope.of)}</p>}
      </div>
      {query.isError && <Failure what="The density of events" error={query.error} retry={() => query.refetch()} />}
      <Track counts={counts} since={since} until={asked.until} now={now} chosen={chosen} onTravel={props.onTravel} />
    </div>
  );
}

/** "1,204 events of cart from 3 Nov 2025 to 22 Nov 2026, 35 later than shown." */
function summary(counts: readonly number[], since: number, until: number, chosen: number, of: string | undefined) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const from = ((chosen - since) / Math.max(until - since, 1)) * counts.length;
  const later = counts.reduce((sum, count, index) => (index >= from ? sum + count : sum), 0);
  return `${plural(total, 'event')}${of === undefined ? '' : ` of ${of}`} from ${day(iso(since))} to ${day(iso(until))}${later > 0 ? `, ${later.toLocaleString('en')} later than shown` : ''}.`;
}

function Track(props: {
  counts: readonly number[];
  since: number;
  until: number;
  now: number;
  chosen: number;
  onTravel: (at: string | undefined) => void;
}) {
  const { counts, since, until, now, chosen, onTravel } = props;
  const [dragged, setDragged] = useState<number>();
  const value = dragged ?? Math.max(chosen, since);

  useEffect(() => {
    if (dragged === undefined) return;
    const timer = setTimeout(() => {
      onTravel(dragged >= now ? undefined : justAfter(iso(Math.floor(dragged / 1000) * 1000)));
      setDragged(undefined);
    }, restMs);
    return () => clearTimeout(timer);
  }, [dragged, now, onTravel]);

  const most = Math.max(...counts, 1);
  const width = 100 / Math.max(counts.length, 1);
  const place = (100 * (value - since)) / Math.max(until - since, 1);
  return (
    <div className={styles.track}>
      <svg viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
        {counts.map((count, index) => {
          // The root lets a quiet day be seen beside the one on which everything was registered.
          const height = count === 0 ? 0 : Math.max(2, 40 * Math.sqrt(count / most));
          const x = index * width;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            <rect key={index} x={x} y={40 - height} width={width * 0.8} height={height} data-later={x >= place} />
          );
        })}
      </svg>
      <input
        type="range"
        aria-label="Instant"
        aria-valuetext={value >= now ? 'now' : describeInstant(justAfter(iso(value)))}
        min={since}
        max={until}
        step={Math.max(1, Math.round((until - since) / (2 * buckets)))}
        value={value}
        onChange={(event) => setDragged(Number(event.currentTarget.value))}
      />
      <div className={styles.scale} aria-hidden="true">
        <span>{day(iso(since))}</span>
        <span>{value >= now ? '' : describeInstant(justAfter(iso(Math.floor(value / 1000) * 1000)))}</span>
        <span>{until >= now ? 'now' : day(iso(until))}</span>
      </div>
    </div>
  );
}
