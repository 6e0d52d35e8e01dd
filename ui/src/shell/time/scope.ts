import { useParams, useRouterState } from '@tanstack/react-router';
import type { EventFilter } from '../../generated/documents';
import { formatRef, shortRef } from '../../shared/ref';

/** The events of what the page shows: those of its entity or team, else all. */
export interface Scope {
  where: EventFilter | undefined;
  /** The name of the entity or team; undefined for all. */
  of: string | undefined;
}

export function useScope(): Scope {
  const { kind, namespace, name } = useParams({ strict: false }) as {
    kind?: string;
    namespace?: string;
    name?: string;
  };
  const isTeam = useRouterState({ select: (state) => state.location.pathname.startsWith('/team/') });
  const of = kind ?? (isTeam ? 'group' : undefined);
  if (of === undefined || namespace === undefined || name === undefined) return { where: undefined, of: undefined };
  const ref = formatRef({ kind: of, namespace, name });
  return { where: { entity: [ref] }, of: shortRef(ref) };
}
