import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useInstant } from '../../shared/instant';
import { after, before, eventsBeside, useTravel } from '../../shared/travel';
import { useScope } from './scope';

/** Steps to just before the last change of what the page shows, or to just after the next one. Without such a change, nothing happens. */
export function useSteps() {
  const client = useQueryClient();
  const travel = useTravel();
  const at = useInstant();
  const { where } = useScope();
  const step = useCallback(
    async (direction: 'back' | 'on') => {
      const { eventsBeside: found } = await client.fetchQuery(eventsBeside(at, where));
      if (direction === 'back' && found.before) travel(before(found.before, at));
      if (direction === 'on' && found.after) travel(after(found.after, at));
    },
    [client, travel, at, where],
  );
  return { back: useCallback(() => void step('back'), [step]), on: useCallback(() => void step('on'), [step]) };
}
