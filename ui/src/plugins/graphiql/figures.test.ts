import { expect, test } from 'vitest';
import { bytes, milliseconds } from './figures';

test('sizes and times are short and name their unit', () => {
  expect([bytes(999), bytes(1940), bytes(2_500_000)]).toEqual(['999 B', '1.9 KB', '2.5 MB']);
  expect([milliseconds(34.4), milliseconds(9999), milliseconds(12_340)]).toEqual(['34 ms', '9999 ms', '12.3 s']);
});
