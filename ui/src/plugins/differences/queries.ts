import { infiniteQueryOptions, keepPreviousData, type QueryKey } from '@tanstack/react-query';
import {
  DifferenceCountsDocument,
  DifferenceDocument,
  DifferenceEventsDocument,
  type DifferenceQuery,
  type EntityFilter,
  LogPositionDocument,
} from '../../generated/documents';
import { request } from '../../shared/graphql';
import { graphqlQuery } from '../../shared/queries';
import type { DifferenceSearch } from './plugin';

export type Line = DifferenceQuery['diff']['nodes'][number];

/** Two instants, both given: what is compared. */
export interface Pair {
  from: string;
  to: string;
}

export const logPosition = graphqlQuery(['events', 'position'], LogPositionDocument, {});

export const toFilter = ({ team, kind }: DifferenceSearch): EntityFilter | undefined =>
  team || kind ? { owner: team ? [team] : undefined, kind } : undefined;

/** The lines, 500 at a time. */
export const differenceLines = (pair: Pair, where: EntityFilter | undefined) =>
  infiniteQueryOptions({
    queryKey: ['entities', 'difference', pair, where] as QueryKey,
    queryFn: ({ pageParam, signal }) => request(DifferenceDocument, { ...pair, where, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ diff: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

export const differenceCounts = (pair: Pair, where: EntityFilter | undefined) => ({
  ...graphqlQuery(['entities', 'difference counts'], DifferenceCountsDocument, { ...pair, where }),
  placeholderData: keepPreviousData,
});

export const differenceEvents = (pair: Pair, ref: string) =>
  graphqlQuery(['entities', 'difference events'], DifferenceEventsDocument, { ...pair, ref });
