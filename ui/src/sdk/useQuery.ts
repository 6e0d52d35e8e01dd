import { useQuery as useCached } from '@tanstack/react-query';
import type { Query } from '../../sdk';
import { requestText } from '../shared/graphql';

/** The key begins as a list's does, so that a live message makes the answer stale, but not one that was read at an instant. */
export function useQuery<T>(query: string, variables: Record<string, unknown> = {}): Query<T> {
  const at = variables.at ?? undefined;
  return useCached({
    queryKey: ['entities', 'plugin', query, variables, { at }],
    queryFn: ({ signal }) => requestText<T>(query, variables, signal),
    staleTime: at === undefined ? 30_000 : Number.POSITIVE_INFINITY,
  });
}
