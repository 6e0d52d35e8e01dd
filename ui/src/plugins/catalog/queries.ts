import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { CatalogFacetsDocument, CatalogListDocument } from '../../generated/documents';
import { request } from '../../shared/graphql';
import { graphqlQuery } from '../../shared/queries';
import { type CatalogSearch, dimensions, toFilter, toOrder } from './search';

const pageSize = 100;

/** The list, a page of 100 at a time. */
export function catalogList(search: CatalogSearch, at: string | undefined) {
  const variables = { where: toFilter(search), search: search.q, orderBy: toOrder(search), at };
  return infiniteQueryOptions({
    queryKey: ['entities', 'list', { at }, variables],
    queryFn: ({ pageParam, signal }) =>
      request(CatalogListDocument, { ...variables, first: pageSize, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ entities: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    staleTime: at === undefined ? 30_000 : Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

/** For each dimension its values with their counts under the rest of the filter. */
export function catalogFacets(search: CatalogSearch, at: string | undefined) {
  const filters = Object.fromEntries(dimensions.map(({ key }) => [key, toFilter(search, key)]));
  return {
    ...graphqlQuery(['facets', 'catalog'], CatalogFacetsDocument, { ...filters, search: search.q, at }),
    placeholderData: keepPreviousData,
  };
}
