import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type EventFilter, EventsBesideDocument } from '../generated/documents';
import { isPosition, justAfter, justBefore, useInstant } from './instant';
import { graphqlQuery } from './queries';

/** Turns the page, and every page after it, to another instant; undefined is now. */
export function useTravel() {
  const navigate = useNavigate();
  return useCallback(
    (at: string | undefined, options?: { replace: boolean }) =>
      void navigate({ to: '.', resetScroll: false, search: (before) => ({ ...before, at }), ...options }),
    [navigate],
  );
}

/** The last event that holds at an instant, and the first that does not hold yet. */
export const eventsBeside = (at: string | undefined, where?: EventFilter) => ({
  ...graphqlQuery(['events', 'beside'], EventsBesideDocument, { at, where }),
  // What comes after an instant may still be learned.
  staleTime: 30_000,
});

interface Happened {
  position: string;
  effectiveAt: string;
}

/** The instant without an event, told as the page tells its own: by position beside a position, else by time. */
export const before = (event: Happened, at: string | undefined) =>
  at !== undefined && isPosition(at) ? `@${BigInt(event.position) - 1n}` : justBefore(event.effectiveAt);

/** The first instant with an event, told as the page tells its own. */
export const after = (event: Happened, at: string | undefined) =>
  at !== undefined && isPosition(at) ? `@${event.position}` : justAfter(event.effectiveAt);

/** Why a control that changes something is off; undefined while the page shows now. */
export const useWhyFixed = (): string | undefined =>
  useInstant() === undefined ? undefined : 'The past cannot be changed: go back to now first.';
