import { IconBan, IconCircleCheck, IconCircleX, IconHelpCircle, IconLoader } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DeliveryQuery } from '../../generated/documents';
import { When } from '../../shared/kit/When';
import styles from './DeliveryTab.module.css';

type Told = NonNullable<DeliveryQuery['entity']>;
export type RunOfAnyKind = (
  | Told['builds']
  | Told['testRuns']
  | Told['deployments']
  | Told['incidents']
)['nodes'][number];
type Value = Told['builds']['nodes'][number]['outcome'];

/** Runs, the newest first, each with its age at the end of its line. */
export function RunList<T extends RunOfAnyKind>({
  runs,
  children,
}: {
  runs: readonly T[];
  children: (run: T) => ReactNode;
}) {
  return (
    <ul className={styles.list}>
      {runs.length === 0 && <li className="quiet">None was told.</li>}
      {runs.toReversed().map((run) => (
        <li key={run.position}>
          {children(run)}
          <When at={run.at} />
        </li>
      ))}
    </ul>
  );
}

/** What it is called, leading to where people look at it. */
export const RunTitle = ({ run, children }: { run: RunOfAnyKind; children: ReactNode }) =>
  run.url ? (
    <a className={styles.title} href={run.url} rel="noreferrer">
      {children}
    </a>
  ) : (
    <span className={styles.title}>{children}</span>
  );

export const Commit = ({ sha, branch }: { sha: string | null | undefined; branch?: string | null }) =>
  sha ? (
    <span className="quiet">
      <code>{sha.slice(0, 7)}</code>
      {branch ? ` on ${branch}` : ''}
    </span>
  ) : null;

const outcomes = {
  PASSED: { icon: IconCircleCheck, tone: 'ok', word: 'passed' },
  FAILED: { icon: IconCircleX, tone: 'bad', word: 'failed' },
  ERRORED: { icon: IconCircleX, tone: 'bad', word: 'errored' },
  CANCELLED: { icon: IconBan, tone: 'none', word: 'cancelled' },
  UNKNOWN: { icon: IconHelpCircle, tone: 'warn', word: 'unknown' },
};

/** How it ended, by a shape and a word. */
export function Outcome({ value }: { value: Value | undefined }) {
  const { icon: Icon, tone, word } = value ? outcomes[value] : { icon: IconLoader, tone: 'none', word: 'running' };
  return (
    <span className={styles.outcome} data-tone={tone}>
      <Icon size={15} aria-hidden />
      {word}
    </span>
  );
}
