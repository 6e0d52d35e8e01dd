import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { noInstant, readInstant } from '../../shared/instant';
import { InstantField } from '../../shared/kit/InstantField';
import styles from './Differences.module.css';
import type { DifferenceSearch } from './plugin';

/** The two instants, to be changed together. */
export function Instants({ search }: { search: DifferenceSearch }) {
  const navigate = useNavigate();
  const [from, setFrom] = useText(search.from);
  const [to, setTo] = useText(search.to);
  const [asked, setAsked] = useState(false);
  const isNow = to.trim() === '' || to.trim().toLowerCase() === 'now';
  const faultOf = (text: string) => (asked && readInstant(text) === undefined ? noInstant(text.trim()) : undefined);

  const go = (pair: { from: string | undefined; to: string | undefined }) =>
    void navigate({ to: '/diff', search: (before) => ({ ...before, ...pair }) });
  const compare = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    const first = readInstant(from);
    const second = isNow ? undefined : readInstant(to);
    if (first === undefined || (!isNow && second === undefined)) return;
    setAsked(false);
    go({ from: first, to: second });
  };
  return (
    <form onSubmit={compare} className={styles.instants}>
      <InstantField label="From" text={from} onText={setFrom} fault={faultOf(from)} />
      <InstantField label="To" text={to} onText={setTo} fault={isNow ? undefined : faultOf(to)} placeholder="now" />
      <div className={styles.go}>
        <Button type="submit" variant="filled">
          Compare
        </Button>
        {search.from !== undefined && search.to !== undefined && (
          <Button
            leftSection={<IconArrowsExchange size={14} />}
            onClick={() => go({ from: search.to, to: search.from })}
          >
            Swap
          </Button>
        )}
      </div>
    </form>
  );
}

/** Text that follows the address, and may be written over meanwhile. */
function useText(value: string | undefined) {
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  return [text, setText] as const;
}
