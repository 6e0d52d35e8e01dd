import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { EventPartsFragment } from '../../generated/documents';
import { renderPart } from '../../testing/renderPart';
import { EventRow } from './EventRow';

const event: EventPartsFragment = {
  id: 'e1',
  position: '1234',
  stream: 'entity-component:default/cart',
  streamVersion: 4,
  type: 'owner-changed',
  recordedAt: '2026-03-01T03:13:00Z',
  effectiveAt: '2026-03-01T03:12:00Z',
  entityRef: 'component:default/cart',
  data: { from: 'group:default/shop', to: 'group:default/pay' },
  hash: 'abc123',
  cause: {
    actor: 'user:default/ada',
    kind: 'commit',
    repository: 'https://git.example/shop.git',
    commit: '0123456789abcdef',
    path: 'catalog-info.yaml',
    line: 7,
    url: 'https://git.example/shop/commit/0123456789abcdef',
  },
};

test('an event says what happened, to what, by whom, from which commit and line', async () => {
  await renderPart(<EventRow event={event} />);
  expect(screen.getByText('Owner changed from shop to pay')).toBeTruthy();
  expect(screen.getByRole('link', { name: /cart$/ }).getAttribute('href')).toBe('/catalog/component/default/cart');
  expect(screen.getByRole('link', { name: /ada$/ }).getAttribute('href')).toBe('/catalog/user/default/ada');
  expect(screen.getByRole('link', { name: '0123456' }).getAttribute('href')).toBe(event.cause.url);
  expect(screen.getByText('catalog-info.yaml:7')).toBeTruthy();
});

test('an unknown event shows its type and its raw data', async () => {
  await renderPart(<EventRow event={{ ...event, type: 'dependency-scanned', data: { found: 3 } }} />);
  expect(screen.getAllByText('dependency-scanned').length).toBeGreaterThan(0);
  expect(screen.getByText(/"found": 3/)).toBeTruthy();
});

test('an address that would run script is no link', async () => {
  await renderPart(<EventRow event={{ ...event, cause: { ...event.cause, url: 'javascript:alert(1)' } }} />);
  expect(screen.queryByRole('link', { name: '0123456' })).toBeNull();
  expect(screen.getByText('0123456')).toBeTruthy();
});

test('an event leads to the instants just before and just after it', async () => {
  await renderPart(<EventRow event={event} />);
  const href = (name: string) => screen.getByRole('link', { name, hidden: true }).getAttribute('href');
  expect(href('just before')).toBe('/?at=2026-03-01T03:11:59.999999Z');
  expect(href('just after')).toBe('/?at=2026-03-01T03:12:00Z');
});
