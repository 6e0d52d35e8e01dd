import { expect, test } from 'vitest';
import { exportAddress } from './queries';

test('the address of a download says what was chosen and nothing else', () => {
  expect(exportAddress({}, 'jsonl')).toBe('/api/export?format=jsonl');
  expect(exportAddress({ from: '@12', to: '2026-03-31', scope: 'tag:pci owner:shop' }, 'csv')).toBe(
    '/api/export?from=%4012&to=2026-03-31&scope=tag%3Apci+owner%3Ashop&format=csv',
  );
});
