import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Draft, fromHash, toHash } from './draft';
import { examples } from './examples';

/** The draft, kept in the address: a link or a reload brings it back. Typing replaces the address a little later. */
export function useDraft() {
  const navigate = useNavigate();
  const hash = useRouterState({ select: (state) => state.location.hash });
  const [draft, setDraft] = useState<Draft>(() => fromHash(hash) ?? examples[0]);
  const written = useRef(hash);

  // Somebody else changed the address: going back, or a link to this very page.
  useEffect(() => {
    const other = fromHash(hash);
    if (hash === written.current || !other) return;
    written.current = hash;
    setDraft(other);
  }, [hash]);

  useEffect(() => {
    const next = toHash(draft);
    if (next === written.current || (written.current === '' && draft === examples[0])) return;
    const timer = setTimeout(() => {
      written.current = next;
      void navigate({ to: '/graphiql', hash: next, replace: true, resetScroll: false, hashScrollIntoView: false });
    }, 300);
    return () => clearTimeout(timer);
  }, [draft, navigate]);

  const change = useCallback((part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })), []);
  return { draft, change };
}
