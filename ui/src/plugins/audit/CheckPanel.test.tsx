import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { VerificationPartsFragment } from '../../generated/documents';
import { renderPart } from '../../testing/renderPart';
import { Outcome } from './CheckPanel';

const check = (more: Partial<VerificationPartsFragment>): VerificationPartsFragment => ({
  state: 'HOLDS',
  by: 'user:ann',
  node: 'one:7',
  startedAt: '2026-11-22T00:00:00Z',
  at: '2026-11-22T00:01:00Z',
  position: '1000',
  to: '1000',
  checked: 998,
  anchors: 1,
  problem: null,
  ...more,
});

test('one that runs tells how far it is', async () => {
  await renderPart(<Outcome check={check({ state: 'RUNNING', position: '415', to: '1000' })} />);
  expect(screen.getByRole('progressbar', { name: 'How far the check is' }).getAttribute('aria-valuenow')).toBe('41');
  expect(screen.getByText('41 %, at @415 of @1000')).toBeTruthy();
});

test('one that holds counts what it looked at', async () => {
  await renderPart(<Outcome check={check({})} />);
  expect(screen.getByRole('status').textContent).toBe('Holds: 998 events and 1 anchor are as they were recorded.');
});

test('one that does not hold says where', async () => {
  await renderPart(
    <Outcome check={check({ state: 'BROKEN', problem: '@5, event 3 of entity-component:default/cart: changed' })} />,
  );
  expect(screen.getByRole('status').textContent).toBe('Does not hold: the log was changed behind its back.');
  expect(screen.getByText('@5, event 3 of entity-component:default/cart: changed')).toBeTruthy();
});

test('one that was cut short is not taken for an answer', async () => {
  await renderPart(
    <Outcome check={check({ state: 'FAILED', problem: 'the process one:7 ended before it was done' })} />,
  );
  expect(screen.getByRole('status').textContent).toBe('The check did not come to its end.');
});
