import { ActionIcon, Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import { lazy, Suspense, useMemo } from 'react';
import { Waiting } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { Panel } from '../../shared/kit/Panel';
import { plural } from '../../shared/time';
import type { GraphQLAnswer, GraphQLFailure } from './ask';
import { bytes, milliseconds } from './figures';
import styles from './GraphiqlPage.module.css';
import type { Outcome } from './useRun';

const AnswerText = lazy(() => import('./editors/AnswerText'));

interface AnswerPanelProps {
  outcome: Outcome;
  /** Why the document was not sent; empty when it was. */
  refusals: readonly string[];
  /** Sends it all the same; undefined where that makes no sense. */
  onSendAnyway: (() => void) | undefined;
}

/** What came: the figures, the errors by themselves, and the whole as JSON. */
export function AnswerPanel({ outcome, refusals, onSendAnyway }: AnswerPanelProps) {
  const value = useMemo(() => shownOf(outcome), [outcome]);
  const text = useMemo(() => (value === undefined ? '' : JSON.stringify(value, null, 2)), [value]);
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <Panel
      title="Answer"
      note={<span role="status">{refusals.length > 0 ? 'Not sent' : said(outcome)}</span>}
      flush
      aside={
        text !== '' && (
          <ActionIcon
            size={24}
            aria-label={clipboard.copied ? 'Copied' : 'Copy the answer'}
            onClick={() => clipboard.copy(text)}
          >
            {clipboard.copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        )
      }
    >
      {refusals.length > 0 ? (
        <Faults lines={refusals}>{onSendAnyway && <Button onClick={onSendAnyway}>Send it all the same</Button>}</Faults>
      ) : (
        <Body outcome={outcome} text={text} />
      )}
    </Panel>
  );
}

function Body({ outcome, text }: { outcome: Outcome; text: string }) {
  if (outcome.state === 'none') return <Empty title="Nothing was run yet." />;
  if (outcome.state === 'asking') return <Waiting lines={6} />;
  if (outcome.state === 'failed') return <Faults lines={[outcome.fault.message]} />;
  const errors = outcome.state === 'answered' ? (outcome.reply.answer.errors ?? []) : [];
  const fault = outcome.state === 'followed' ? outcome.fault : undefined;
  const lines = [...errors.map(placed), ...(fault ? [fault.message] : [])];
  return (
    <div className={styles.answer}>
      {lines.length > 0 && <Faults lines={lines} />}
      <div className={styles.text}>
        <Suspense fallback={<Waiting lines={6} />}>
          <AnswerText value={text} />
        </Suspense>
      </div>
    </div>
  );
}

function Faults({ lines, children }: { lines: readonly string[]; children?: React.ReactNode }) {
  return (
    <div className={styles.faults} role="alert">
      <IconAlertTriangle size={16} aria-hidden className={styles.mark} />
      <div>
        <ul>
          {lines.slice(0, 8).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {lines.length > 8 && <p>and {lines.length - 8} more</p>}
        {children}
      </div>
    </div>
  );
}

const placed = ({ message, locations, path }: GraphQLFailure) =>
  [locations?.[0] && `line ${locations[0].line}`, path && `at ${path.join('.')}`, message].filter(Boolean).join(': ');

function shownOf(outcome: Outcome): GraphQLAnswer | readonly GraphQLAnswer[] | undefined {
  if (outcome.state === 'answered') return outcome.reply.answer;
  return outcome.state === 'following' || outcome.state === 'followed' ? outcome.stream.shown : undefined;
}

/** The figures of an answer in a line. */
function said(outcome: Outcome): string {
  switch (outcome.state) {
    case 'none':
    case 'failed':
      return '';
    case 'asking':
      return 'Asking';
    case 'answered': {
      const { status, milliseconds: took, bytes: size, answer } = outcome.reply;
      const cost = answer.extensions?.cost;
      const spent = cost && `cost ${cost.requested.toLocaleString('en')} of ${cost.limit.toLocaleString('en')}`;
      return [`Status ${status}`, milliseconds(took), bytes(size), spent].filter(Boolean).join(', ');
    }
    case 'following':
    case 'followed': {
      const { count, shown } = outcome.stream;
      const more = count > shown.length ? `, the newest ${shown.length} shown` : ', newest first';
      return `${ending(outcome)}: ${plural(count, 'event')}${count > 0 ? more : ''}`;
    }
  }
}

function ending(outcome: Extract<Outcome, { state: 'following' | 'followed' }>): string {
  if (outcome.state === 'following') return 'Following';
  if (outcome.fault) return 'Broken off';
  return outcome.stopped ? 'Stopped' : 'Ended';
}
