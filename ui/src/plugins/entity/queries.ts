import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  DescriptorDocument,
  EntityPageDocument,
  HistoryDocument,
  MissingDocument,
  NeighboursDocument,
  NeighboursOfManyDocument,
  OwnershipTimelineDocument,
  WhyDocument,
} from '../../generated/documents';
import { request } from '../../shared/graphql';
import { graphqlQuery } from '../../shared/queries';
import { parseRef } from '../../shared/ref';

type At = string | undefined;

export const entityPage = (ref: string, at: At) =>
  graphqlQuery(['entity', ref, 'head'], EntityPageDocument, { ref, at });

export const missing = (ref: string, at: At) =>
  graphqlQuery(['entity', ref, 'missing'], MissingDocument, { ref, name: parseRef(ref).name, at });

export const descriptor = (ref: string, at: At) =>
  graphqlQuery(['entity', ref, 'descriptor'], DescriptorDocument, { ref, at });

export const ownershipTimeline = (ref: string, at: At) =>
  graphqlQuery(['entity', ref, 'ownership'], OwnershipTimelineDocument, { ref, at });

export const why = (ref: string, path: string, at: At) =>
  graphqlQuery(['entity', ref, 'why'], WhyDocument, { ref, path, at });

/** The events of one entity from the newest backwards, 50 at a time. */
export const history = (ref: string, at: At) =>
  infiniteQueryOptions({
    queryKey: ['entity', ref, 'history', { at }],
    queryFn: ({ pageParam, signal }) => request(HistoryDocument, { ref, last: 50, before: pageParam, at }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ entity }) =>
      entity?.history.pageInfo.hasPreviousPage ? (entity.history.pageInfo.startCursor ?? undefined) : undefined,
  });

/** One related entity as an answer names it; the title is absent where the target is not in the catalog. */
export interface Related {
  source: string;
  type: string;
  target: string;
  title: string | undefined;
}

/** The relations of an entity, and with depth 2 those of everything it is related to: two requests at most. */
export const neighbourhood = (ref: string, depth: 1 | 2, at: At) =>
  queryOptions({
    queryKey: ['entity', ref, 'neighbourhood', { at }, depth],
    staleTime: at === undefined ? 30_000 : Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<{ direct: Related[]; further: Related[] }> => {
      const first = await request(NeighboursDocument, { ref, at }, signal);
      const direct = (first.entity?.relations.nodes ?? []).map((relation) => related(ref, relation));
      // Going on through an owner or a member would draw in everything else they own.
      const refs = [
        ...new Set(direct.filter((each) => !/^(group|user):/.test(each.target)).map((each) => each.target)),
      ];
      if (depth === 1 || refs.length === 0) return { direct, further: [] };
      const second = await request(NeighboursOfManyDocument, { refs: refs.slice(0, 200), at }, signal);
      return {
        direct,
        further: second.entities.nodes.flatMap((node) =>
          node.relations.nodes.map((relation) => related(node.ref, relation)),
        ),
      };
    },
  });

const related = (
  source: string,
  relation: { type: string; targetRef: string; target?: { title: string } | null | undefined },
): Related => ({ source, type: relation.type, target: relation.targetRef, title: relation.target?.title });
