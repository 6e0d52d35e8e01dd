import { expect, test } from 'vitest';
import { nextSort, readCatalogSearch, toFilter, toOrder } from './search';
import { clauses } from './sentence';

test('a filter reads as a sentence, in a fixed order', () => {
  const search = readCatalogSearch({
    q: 'cart',
    tag: ['java', 'go'],
    owner: 'group:default/shop',
    kind: ['component', 'api'],
  });
  expect(clauses(search).map((clause) => clause.words)).toEqual([
    'Components or APIs',
    'owned by shop',
    'tagged java or go',
    'matching “cart”',
  ]);
});

test('without a clause the others stay', () => {
  const search = readCatalogSearch({ kind: 'component', lifecycle: 'production', problems: 'true' });
  const [kind] = clauses(search);
  expect(kind?.without).toEqual({ ...search, kind: undefined });
});

test('no filter is no sentence', () => {
  expect(clauses({})).toEqual([]);
});

test('nonsense in the address is dropped', () => {
  expect(readCatalogSearch({ sort: 'colour', q: '', kind: '', problems: 'maybe' })).toEqual({});
});

test('the counts of a dimension leave that dimension open', () => {
  const search = readCatalogSearch({ kind: 'component', type: 'service' });
  expect(toFilter(search, 'kind')).toMatchObject({ kind: undefined, type: ['service'] });
});

test('a click sorts upwards, the next one downwards, and the default leaves the address', () => {
  expect(nextSort(undefined, 'owner')).toBe('owner');
  expect(nextSort('owner', 'owner')).toBe('-owner');
  expect(nextSort('-owner', 'name')).toBe('name');
  expect(readCatalogSearch({ sort: 'name' }).sort).toBeUndefined();
  expect(nextSort(undefined, 'name')).toBe('-name');
  expect(nextSort(undefined, 'changed')).toBe('-changed');
});

test('a search without a chosen column is ordered by relevance', () => {
  expect(toOrder({ q: 'cart' })).toBeUndefined();
  expect(readCatalogSearch({ q: 'cart', sort: 'name' }).sort).toBe('name');
});

test('equal values are ordered by name, so that paging is stable', () => {
  expect(toOrder({ sort: '-changed' })).toEqual([
    { path: 'changedAt', direction: 'DESC' },
    { path: 'metadata.name', direction: 'ASC' },
  ]);
});
