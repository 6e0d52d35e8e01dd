import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { FactPartsFragment } from '../../generated/documents';
import { renderPart } from '../../testing/renderPart';
import { FactTable } from './FactTable';

const coverage: FactPartsFragment = {
  name: 'coverage.line',
  source: 'coverage',
  state: 'KNOWN',
  type: 'number',
  text: '81.4',
  reason: null,
  observedAt: '2026-03-01T12:00:00Z',
  validUntil: '2026-05-30T12:00:00Z',
  unknownSince: null,
  evidence: 'https://ci.example.com/812',
};

const row = (name: RegExp) => within(screen.getByRole('row', { name }));

test('a fact stands with its source and what shows it', async () => {
  await renderPart(<FactTable facts={[coverage]} />);
  expect(row(/^coverage.line/).getByText('81.4')).toBeTruthy();
  expect(row(/^coverage.line/).getByText('coverage')).toBeTruthy();
  expect(
    row(/^coverage.line/)
      .getByRole('link')
      .getAttribute('href'),
  ).toBe('https://ci.example.com/812');
});

test('what is not known any more says so, and what it was', async () => {
  await renderPart(<FactTable facts={[{ ...coverage, state: 'EXPIRED', unknownSince: '2026-05-30T12:00:00Z' }]} />);
  expect(row(/^coverage.line/).getByText(/^unknown since/).textContent).toMatch(/; it was 81\.4$/);
});

test('what a source cannot tell says why', async () => {
  const untold = {
    ...coverage,
    state: 'UNKNOWN' as const,
    text: null,
    reason: 'No run',
    unknownSince: coverage.observedAt,
  };
  await renderPart(<FactTable facts={[untold]} />);
  expect(row(/^coverage.line/).getByText(/^unknown since/).textContent).toMatch(/: No run$/);
});
