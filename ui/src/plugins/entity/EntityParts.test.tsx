import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderPart } from '../../testing/renderPart';
import { documentOf } from './DescriptorTab';
import { OwnershipBar } from './OwnershipBar';
import { linesOf } from './RelationGraph';
import { RelationList } from './RelationList';

const now = Date.parse('2026-11-21T00:00:00Z');
const cause = { actor: 'Ada', kind: 'commit', repository: null, commit: null, path: null, line: null, url: null };

test('the owners over time are a table as well: newest first, a gap said as such', async () => {
  await renderPart(
    <OwnershipBar
      now={now}
      periods={[
        {
          ownerRef: 'group:default/shop',
          owner: { ref: 'group:default/shop', title: 'Shop' },
          from: '2026-01-01T00:00:00Z',
          to: '2026-03-01T00:00:00Z',
          cause,
        },
        { ownerRef: null, owner: null, from: '2026-03-01T00:00:00Z', to: '2026-03-11T00:00:00Z', cause },
        { ownerRef: 'group:default/pay', owner: null, from: '2026-03-11T00:00:00Z', to: null, cause },
      ]}
    />,
  );
  expect(screen.getByText('2 owners in 324 days.')).toBeTruthy();
  const [, newest, gap, oldest] = screen.getAllByRole('row');
  expect(newest?.textContent).toContain('pay (not in the catalog)');
  expect(newest?.textContent).toContain('now');
  expect(gap?.textContent).toContain('no owner');
  expect(gap?.textContent).toContain('10 days');
  expect(within(oldest as HTMLElement).getByRole('link', { name: /Shop$/ })).toBeTruthy();
});

test('the list of relations names their type, and what is not in the catalog', async () => {
  await renderPart(
    <RelationList
      relations={[
        { source: 'component:default/a', type: 'dependsOn', target: 'component:default/b', title: 'Bee' },
        { source: 'component:default/a', type: 'dependsOn', target: 'resource:default/c', title: undefined },
      ]}
    />,
  );
  expect(screen.getByRole('term').textContent).toBe('Depends on 2');
  expect(screen.getByRole('link', { name: /Bee$/ })).toBeTruthy();
  expect(screen.getByText('not in the catalog')).toBeTruthy();
});

test('lines that meet carry their word once, at the end where fewer meet', () => {
  const lines = linesOf([
    { from: 'a', type: 'dependsOn', to: 'hub' },
    { from: 'b', type: 'dependsOn', to: 'hub' },
    { from: 'b', type: 'consumesApi', to: 'hub' },
  ]);
  expect(lines.map((line) => line.data?.words)).toEqual(['depends on', 'depends on, consumes', '']);
  expect(lines.map((line) => line.data?.atTarget)).toEqual([false, false, false]);
});

test('a long text is folded out of the descriptor, and what is absent is not written', () => {
  const definition = 'line\n'.repeat(1000);
  const { document, texts } = documentOf({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    namespace: 'default',
    name: 'orders',
    metadataTitle: 'orders',
    description: null,
    labels: {},
    annotations: {},
    tags: [],
    links: [],
    spec: { type: 'openapi', definition },
  });
  expect(document).toEqual({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: { name: 'orders' },
    spec: { type: 'openapi', definition: '(1,001 lines, see below)' },
  });
  expect(texts).toEqual([['spec.definition', definition]]);
});
