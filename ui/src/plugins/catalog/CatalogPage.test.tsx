import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CatalogRowFragment } from '../../generated/documents';
import { renderPart } from '../../testing/renderPart';
import { Sentence } from './CatalogPage';
import { CatalogTable } from './CatalogTable';
import { ordered } from './Filters';

const row = (name: string, more: Partial<CatalogRowFragment> = {}): CatalogRowFragment => ({
  ref: `component:default/${name}`,
  kind: 'Component',
  name,
  title: name,
  description: null,
  type: 'service',
  lifecycle: 'production',
  tags: [],
  changedAt: '2026-01-01T00:00:00Z',
  ownerRef: null,
  owner: null,
  ...more,
});

const table = (rows: CatalogRowFragment[], sort?: string) => (
  <CatalogTable rows={rows} total={rows.length} sort={sort} searching={false} more={undefined} />
);

test('the filter says how many there are, and each part of it can be taken away', async () => {
  await renderPart(<Sentence search={{ kind: ['component'], owner: ['group:default/shop'] }} total={1234} />);
  expect(screen.getByRole('status').textContent).toBe('1,234 entities');
  const remove = screen.getByRole('link', { name: 'Remove: Components' });
  expect(remove.getAttribute('href')).toBe('/catalog?owner=group:default/shop');
  expect(screen.getByRole('link', { name: 'Clear all' }).getAttribute('href')).toBe('/catalog');
});

test('one entity is counted in the singular', async () => {
  await renderPart(<Sentence search={{}} total={1} />);
  expect(screen.getByRole('status').textContent).toBe('1 entity');
});

test('a row shows title, name, owner and lifecycle, and leads to its page', async () => {
  await renderPart(
    table([
      row('cart', { title: 'Shopping cart', owner: { ref: 'group:default/shop', title: 'Shop' }, tags: ['java'] }),
    ]),
  );
  const cells = within(screen.getByRole('row', { name: /Shopping cart/ }));
  expect(cells.getByRole('link', { name: 'Shopping cart' }).getAttribute('href')).toBe(
    '/catalog/component/default/cart',
  );
  expect(cells.getByText('cart')).toBeTruthy();
  expect(cells.getByRole('link', { name: /Shop$/ }).getAttribute('href')).toBe('/team/default/shop');
  expect(cells.getByText('production')).toBeTruthy();
  expect(cells.getByText('java')).toBeTruthy();
});

test('an owner that is not in the catalog is said to be missing, and no owner is said plainly', async () => {
  await renderPart(table([row('cart', { ownerRef: 'group:default/gone' }), row('stock')]));
  expect(screen.getByText('gone (not in the catalog)')).toBeTruthy();
  expect(screen.getByText('no owner')).toBeTruthy();
});

test('of two thousand rows only those near the screen are in the document, and the whole number is announced', async () => {
  await renderPart(table(Array.from({ length: 2000 }, (_, index) => row(`service-${index}`))));
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('2001');
  expect(screen.getAllByRole('row').length).toBeLessThan(80);
});

test('the head of the sorted column says so', async () => {
  await renderPart(table([row('cart')], '-changed'));
  expect(screen.getByRole('columnheader', { name: 'Changed' }).getAttribute('aria-sort')).toBe('descending');
  expect(screen.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('none');
});

test('values stand by count, kinds in their own order, and a chosen one stays although nothing has it', () => {
  const values = [
    { value: 'API', count: 3 },
    { value: 'Component', count: 2 },
  ];
  expect(ordered('kind', values, []).map((each) => each.value)).toEqual(['Component', 'API']);
  expect(ordered('tag', values, ['go']).map((each) => [each.value, each.count])).toEqual([
    ['API', 3],
    ['Component', 2],
    ['go', 0],
  ]);
});

test('only systems are offered as systems, although components too have parts', () => {
  const values = [
    { value: 'component:default/cart', count: 9 },
    { value: 'system:default/shop', count: 2 },
  ];
  expect(ordered('system', values, []).map((each) => each.value)).toEqual(['system:default/shop']);
});
