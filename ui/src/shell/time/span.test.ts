import { expect, test } from 'vitest';
import { spanAround } from './span';

const day = 86_400_000;
const now = Date.parse('2026-03-01T12:00:00Z');

test('all begins with the first event and ends now', () =>
  expect(spanAround('all', now - day, now)).toEqual({ since: undefined, until: now }));

test('a moment long ago stands in the middle', () =>
  expect(spanAround('week', now - 100 * day, now)).toEqual({ since: now - 103.5 * day, until: now - 96.5 * day }));

test('no span reaches beyond now', () => {
  expect(spanAround('week', now - day, now)).toEqual({ since: now - 7 * day, until: now });
  expect(spanAround('day', undefined, now)).toEqual({ since: now - day, until: now });
});
