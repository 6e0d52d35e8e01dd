import { useParams, useRouterState } from '@tanstack/react-router';
import type { EventFilter } from '../../generated/documents';
import { formatRef, shortRef } from '../../shared/ref';

/** The events of what the page shows: those of its entity or team, else all. */
export interface Scope {
  where: EventFilter | undefined;
  /** "all events", "events of cart". */
  words: string;
}

export function useScope(): Scope {
  const { kind, namespace, name } = useParams({ strict: false }) as {
    kind?: string;
    namespace?: string;
    name?: string;
  };
  const isTeam = useRouterState({ select: (state) => state.location.pathname.startsWith('/team/') });
  const of = kind ?? (isTeam ? 'group' : undefined);
  if (of === undefined || namespace === undefined || name === undefined)
    return { where: undefined, words: 'all events' };
  const ref = formatRef({ kind: of, namespace, name });
  return { where: { entity: [ref] }, words: `events of ${shortRef(ref)}` };
}
