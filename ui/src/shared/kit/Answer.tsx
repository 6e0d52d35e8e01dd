import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { ago } from '../time';
import styles from './Answer.module.css';

/** What is shown of a query; `dataUpdatedAt` is when the data came. */
interface Asked<T> {
  data: T | undefined;
  error: Error | null;
  refetch: () => unknown;
  dataUpdatedAt?: number;
}

/** Shows what a query gave: a skeleton on first load, the data, or what failed with a way to try again. */
export function Answer<T>(props: {
  query: Asked<T>;
  /** What was being read, as in "The teams could not be read." */
  what: string;
  /** Lines the skeleton has, so that nothing jumps when the data comes. */
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  const { query, what } = props;
  if (query.data !== undefined)
    return (
      <>
        {query.error && (
          <Failure
            what={what}
            error={query.error}
            retry={query.refetch}
            age={new Date(query.dataUpdatedAt ?? Date.now()).toISOString()}
          />
        )}
        {props.children(query.data)}
      </>
    );
  if (query.error) return <Failure what={what} error={query.error} retry={query.refetch} />;
  return <Waiting lines={props.lines ?? 4} />;
}

/** What failed, in the server's words, and a way to try again. With `age`, older data still stands below. */
export function Failure(props: {
  what: string;
  did?: string;
  error: Error;
  retry?: (() => unknown) | undefined;
  age?: string;
}) {
  return (
    <div className={styles.failure} role="alert">
      <IconAlertTriangle size={16} aria-hidden className={styles.mark} />
      <div>
        <p>
          {props.what} {props.did ?? 'could not be read'}
          {props.age ? ` again; shown as of ${ago(props.age)}` : ''}.
        </p>
        <p className={styles.words}>{props.error.message}</p>
      </div>
      {props.retry && (
        <Button leftSection={<IconRefresh size={14} />} onClick={() => props.retry?.()}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** A skeleton that stays away for the first 150 ms, so that fast answers do not flicker. */
export function Waiting({ lines }: { lines: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles.waiting} role="status" style={{ minHeight: lines * 34 }}>
      <span className="visually-hidden">Loading</span>
      {late &&
        Array.from({ length: lines }, (_, line) => line).map((line) => (
          <Skeleton key={line} height={12} my={11} width={`${92 - ((line * 17) % 40)}%`} />
        ))}
    </div>
  );
}
