import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { renderPart } from '../../testing/renderPart';
import { documentOf } from './DescriptorTab';
import { OwnershipBar } from './OwnershipBar';
import { linesOf } from './RelationGraph';
import { RelationList } from './RelationList';

const now = Date.parse('2026-11-21T00:00:00Z');
const cause = {
  actor: 'Ada',
  kind: 'commit',
  repository: null,
  commit: 'abcdef1234',
  path: 'catalog-info.yaml',
  line: 7,
  url: null,
};
const event = {
  id: 'e',
  position: '7',
  stream: 'entity-component:default/cart',
  streamVersion: 2,
  type: 'owner-changed',
  recordedAt: '2026-03-01T00:00:00Z',
  effectiveAt: '2026-03-01T00:00:00Z',
  entityRef: 'component:default/cart',
  data: { from: 'group:default/shop', to: 'group:default/pay' },
  hash: 'ab',
  cause,
};
const span = {
  parentRef: null,
  ownerTitle: null,
  owner: null,
  ownerRef: null,
  kind: 'OWNER_CHANGED',
  cause: { ...cause, event },
} as const;

test('the owners over time are a table as well: newest first, a gap said as such, and each span opens its cause', async () => {
  await renderPart(
    <OwnershipBar
      now={now}
      periods={[
        {
          ...span,
          state: 'OWNED',
          kind: 'REGISTERED',
          ownerRef: 'group:default/shop',
          ownerTitle: 'Shop',
          parentRef: 'group:default/sales',
          owner: { ref: 'group:default/store', title: 'Store' },
          from: '2026-01-01T00:00:00Z',
          to: '2026-03-01T00:00:00Z',
        },
        { ...span, state: 'UNOWNED', from: '2026-03-01T00:00:00Z', to: '2026-03-11T00:00:00Z' },
        { ...span, state: 'OWNER_UNKNOWN', ownerRef: 'group:default/pay', from: '2026-03-11T00:00:00Z', to: null },
      ]}
    />,
  );
  expect(screen.getByText('1 owner in 324 days.')).toBeTruthy();
  const [, newest, gap, oldest] = screen.getAllByRole('row');
  expect(newest?.textContent).toContain('pay (not in the catalog)');
  expect(newest?.textContent).toContain('now');
  expect(gap?.textContent).toContain('no owner');
  expect(gap?.textContent).toContain('10 days');
  expect(within(oldest as HTMLElement).getByRole('link', { name: /Shop$/ })).toBeTruthy();
  expect(oldest?.textContent).toContain('now Store');

  const first = screen.getByRole('button', {
    name: /^Shop, 1 Jan 2026 to 1 Mar 2026, 59 days: Registered in the catalog/,
  });
  await userEvent.click(first);
  const detail = screen.getByRole('region', { name: /^Why Shop since/ });
  expect(within(detail).getByRole('link', { name: /sales$/ })).toBeTruthy();
  expect(detail.textContent).toContain('Owner changed from shop to pay');
  expect(detail.textContent).toContain('abcdef1');
  await userEvent.click(first);
  expect(screen.queryByRole('region', { name: /^Why Shop/ })).toBeNull();
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
