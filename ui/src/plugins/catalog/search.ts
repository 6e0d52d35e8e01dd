import type { EntityFilter, EntityOrder } from '../../generated/documents';
import { asFlag, asList, asText } from '../../shared/search';

/** What the address of the catalog list says. Absent means "any"; the defaults are absent too. */
export interface CatalogSearch {
  q?: string | undefined;
  kind?: string[] | undefined;
  type?: string[] | undefined;
  lifecycle?: string[] | undefined;
  owner?: string[] | undefined;
  system?: string[] | undefined;
  tag?: string[] | undefined;
  problems?: true | undefined;
  /** A column, with `-` before it for the other direction; absent is by relevance while searching, else by name. */
  sort?: string | undefined;
}

/** The dimensions one can filter by, in the order of the sentence. */
export const dimensions = [
  { key: 'kind', path: 'kind', label: 'Kind' },
  { key: 'type', path: 'spec.type', label: 'Type' },
  { key: 'lifecycle', path: 'spec.lifecycle', label: 'Lifecycle' },
  { key: 'owner', path: 'relations.ownedBy', label: 'Owner' },
  { key: 'system', path: 'relations.partOf', label: 'System' },
  { key: 'tag', path: 'metadata.tags', label: 'Tags' },
] as const;

export type Dimension = (typeof dimensions)[number]['key'];

export const sortPaths = {
  name: 'metadata.name',
  owner: 'relations.ownedBy',
  type: 'spec.type',
  lifecycle: 'spec.lifecycle',
  changed: 'changedAt',
} as const;

export type SortColumn = keyof typeof sortPaths;

export function readCatalogSearch(search: Record<string, unknown>): CatalogSearch {
  const sort = asText(search.sort);
  const known = sort && Object.hasOwn(sortPaths, sort.replace(/^-/, ''));
  const isDefault = sort === 'name' && !asText(search.q);
  return {
    q: asText(search.q),
    kind: asList(search.kind),
    type: asList(search.type),
    lifecycle: asList(search.lifecycle),
    owner: asList(search.owner),
    system: asList(search.system),
    tag: asList(search.tag),
    problems: asFlag(search.problems),
    sort: known && !isDefault ? sort : undefined,
  };
}

/** The filter for the server; `except` leaves one dimension open, for counting what else could be chosen there. */
export function toFilter(search: CatalogSearch, except?: Dimension): EntityFilter {
  const pick = (key: Dimension) => (key === except ? undefined : search[key]);
  return {
    kind: pick('kind'),
    type: pick('type'),
    lifecycle: pick('lifecycle'),
    owner: pick('owner'),
    system: pick('system'),
    tags: pick('tag'),
    hasProblems: search.problems,
  };
}

/** The chosen column and direction. */
export function readSort(sort: string | undefined): { column: SortColumn; descending: boolean } {
  const descending = sort?.startsWith('-') ?? false;
  return { column: (sort?.replace(/^-/, '') ?? 'name') as SortColumn, descending };
}

/** The order for the server; undefined while searching without a chosen column, which is by relevance. */
export function toOrder({ q, sort }: CatalogSearch): EntityOrder[] | undefined {
  if (q && !sort) return undefined;
  const { column, descending } = readSort(sort);
  const chosen: EntityOrder = { path: sortPaths[column], direction: descending ? 'DESC' : 'ASC' };
  return column === 'name' ? [chosen] : [chosen, { path: sortPaths.name, direction: 'ASC' }];
}

/** What a click on a column's head leads to: that column upwards (times: newest first), then the other way. */
export function nextSort(sort: string | undefined, column: SortColumn): string {
  const now = readSort(sort);
  const firstDescending = column === 'changed';
  const descending = now.column === column ? !now.descending : firstDescending;
  return descending ? `-${column}` : column;
}
