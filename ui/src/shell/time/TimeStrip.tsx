import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { eventSentence } from '../../shared/events/sentence';
import { isPosition, noInstant, readInstant, useInstant } from '../../shared/instant';
import { InstantField } from '../../shared/kit/InstantField';
import { shortRef } from '../../shared/ref';
import { after, before, eventsBeside, useTravel } from '../../shared/travel';
import { Density } from './Density';
import { useScope } from './scope';
import styles from './Time.module.css';

const presets = [
  ['An hour ago', '1 h ago'],
  ['Yesterday', '1 day ago'],
  ['A week ago', '1 week ago'],
  ['A month ago', '30 days ago'],
  ['A year ago', '365 days ago'],
] as const;

/** The choice of an instant: typed, by calendar, over the density of events, or beside the next event. */
export default function TimeStrip() {
  const at = useInstant();
  const travel = useTravel();
  const scope = useScope();
  const beside = useQuery(eventsBeside(at, scope.where));
  const { before: last, after: next } = beside.data?.eventsBeside ?? {};
  const moment = at === undefined ? undefined : Date.parse(isPosition(at) ? (last?.effectiveAt ?? '') : at);
  return (
    <section className={styles.strip} aria-label="Choose an instant">
      <div className={styles.choice}>
        <Typed at={at} onTravel={travel} />
        <div className={styles.presets}>
          {presets.map(([label, ago]) => (
            <Button key={label} onClick={() => travel(readInstant(ago))}>
              {label}
            </Button>
          ))}
        </div>
      </div>
      <Density
        scope={scope}
        moment={moment === undefined || Number.isNaN(moment) ? undefined : moment}
        onTravel={(to) => travel(to, { replace: true })}
      />
      <div className={styles.steps}>
        <Step event={last} word="before" onClick={() => last && travel(before(last, at))} />
        <Step event={next} word="after" onClick={() => next && travel(after(next, at))} />
      </div>
    </section>
  );
}

function Typed({ at, onTravel }: { at: string | undefined; onTravel: (at: string | undefined) => void }) {
  const [text, setText] = useState(at ?? '');
  const [fault, setFault] = useState<string>();
  useEffect(() => setText(at ?? ''), [at]);
  const go = (event: FormEvent) => {
    event.preventDefault();
    const typed = text.trim();
    const instant = readInstant(typed);
    const isNow = typed === '' || typed.toLowerCase() === 'now';
    setFault(instant === undefined && !isNow ? noInstant(typed) : undefined);
    if (instant !== undefined || isNow) onTravel(instant);
  };
  return (
    <form onSubmit={go} className={styles.typed}>
      <InstantField label="Instant" text={text} onText={setText} fault={fault} />
      <Button type="submit" variant="filled" className={styles.go as string}>
        Go
      </Button>
    </form>
  );
}

interface Shown {
  type: string;
  data: unknown;
  entityRef?: string | null | undefined;
}

/** One step in time, over the event that lies between. */
function Step({
  event,
  word,
  onClick,
}: {
  event: Shown | null | undefined;
  word: 'before' | 'after';
  onClick: () => void;
}) {
  const isBack = word === 'before';
  return (
    <Button
      onClick={onClick}
      disabled={!event}
      leftSection={isBack && <IconChevronLeft size={14} />}
      rightSection={!isBack && <IconChevronRight size={14} />}
      classNames={{ label: styles.step as string }}
    >
      {event
        ? `Just ${word} ${event.entityRef ? `${shortRef(event.entityRef)}: ` : ''}${eventSentence(event)}`
        : `Nothing ${isBack ? 'earlier' : 'later'}`}
    </Button>
  );
}
