import { QueryClient, queryOptions } from '@tanstack/react-query';
import type { TypedDocument } from '../generated/documents';
import { GraphQLFault, request } from './graphql';

/** The first words of every key. A live message makes stale what begins with the words it names. */
export type KeyPrefix =
  | ['entity', string]
  | ['team', string]
  | ['entities']
  | ['facets']
  | ['events']
  | ['sources']
  | ['operations']
  | ['plugins']
  | ['portal'];

/**
 * One GraphQL request as query options.
 * What is read at a fixed instant can never change, so it never grows stale; what is read now is refreshed by live messages.
 */
export function graphqlQuery<T, V extends { at?: string | null | undefined } | object>(
  key: readonly [...KeyPrefix, ...unknown[]],
  document: TypedDocument<T, V>,
  variables: V,
) {
  const at = 'at' in variables ? (variables.at ?? undefined) : undefined;
  return queryOptions({
    queryKey: [...key, { at }, variables] as readonly unknown[],
    queryFn: ({ signal }) => request(document, variables, signal),
    staleTime: at === undefined ? 30_000 : Number.POSITIVE_INFINITY,
  });
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The server's refusal is an answer; only silence is worth asking again.
      retry: (count, error) => !(error instanceof GraphQLFault) && count < 2,
      refetchOnWindowFocus: false,
    },
  },
});
