import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

/** `off` while nobody listens; `lost` once nothing has been heard for ten seconds; `since` is the time of the last message. */
export type Live = { state: 'off' } | { state: 'connected' } | { state: 'lost'; since?: string | undefined };

/** What `GET /api/live` says: the read models have passed this position, and these entities, sources and plugins changed. */
export interface Changed {
  position: string;
  refs: string[];
  sources: string[];
  /** Ids of plugins that were installed, rolled back or switched. */
  plugins: string[];
}

const lostAfter = 10_000;

/** Whether this part of a key says that the answer was read at a fixed instant. */
const isFixedInstant = (part: unknown): boolean =>
  typeof part === 'object' && part !== null && Object.hasOwn(part, 'at') && (part as { at?: unknown }).at !== undefined;

/** Makes stale what the message touches. What was read at a fixed instant cannot change and is left alone. */
export function applyChanged(client: QueryClient, changed: Changed): void {
  const touched = new Set(changed.refs);
  const lists = new Set(['entities', 'facets', 'events', 'team', 'sources', 'operations']);
  const spreading = new Set(['neighbourhood', 'person']);
  void client.invalidateQueries({
    predicate: ({ queryKey }) => {
      const [first, second, third] = queryKey;
      if (queryKey.some(isFixedInstant)) return false;
      if (first === 'plugins') return changed.plugins.length > 0;
      // A relation is declared by one entity and shown by both.
      if (first === 'entity') return touched.has(String(second)) || spreading.has(String(third));
      return lists.has(String(first));
    },
  });
}

/** Listens for as long as it is to and the shell is there. The browser reconnects by itself and says where it left off. */
export function useLive(listens: boolean): Live {
  const client = useQueryClient();
  const [live, setLive] = useState<Live>({ state: 'connected' });
  const hasListened = useRef(false);
  useEffect(() => {
    if (!listens) return setLive({ state: 'off' });
    let heard: string | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let source: EventSource;
    let reopen: ReturnType<typeof setTimeout> | undefined;
    const connected = () => {
      clearTimeout(timer);
      timer = undefined;
      setLive((before) => (before.state === 'connected' ? before : { state: 'connected' }));
    };
    // The stream does not say what this page has missed while nobody listened.
    let missed = hasListened.current;
    hasListened.current = true;
    const open = () => {
      source = new EventSource('/api/live');
      source.onopen = () => {
        connected();
        if (missed) void client.invalidateQueries();
        missed = false;
      };
      source.addEventListener('changed', (message) => {
        heard = new Date().toISOString();
        connected();
        applyChanged(client, JSON.parse(message.data) as Changed);
      });
      source.onerror = () => {
        missed = true;
        timer ??= setTimeout(() => setLive({ state: 'lost', since: heard }), lostAfter);
        // After an answer that is no stream the browser gives up for good; a server that restarts answers so.
        if (source.readyState === EventSource.CLOSED) reopen = setTimeout(open, 5_000);
      };
    };
    open();
    return () => {
      clearTimeout(timer);
      clearTimeout(reopen);
      source.close();
    };
  }, [client, listens]);
  return live;
}
