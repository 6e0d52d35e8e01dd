import { expect, test } from 'vitest';
import { accepts, sdkFault } from './sdkRange';

test.each([
  ['^1.0', '1.0.0', true],
  ['^1.0', '1.7.2', true],
  ['^1.2', '1.1.9', false],
  ['^1.2.3', '1.2.2', false],
  ['^1.2.3', '1.2.3', true],
  ['^1.9', '1.10.0', true],
  ['^1.0', '2.0.0', false],
  ['^2.0', '1.9.0', false],
])('%s accepts %s: %s', (range, version, expected) => {
  expect(accepts(range, version)).toBe(expected);
});

test('what cannot run is told with what it wants and what there is', () => {
  expect(sdkFault('^1.0')).toBeUndefined();
  expect(sdkFault('^99.0')).toContain('^99.0 of @eventcatalog/sdk');
});
