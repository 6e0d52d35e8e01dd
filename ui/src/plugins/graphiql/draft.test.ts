import { expect, test } from 'vitest';
import { fromHash, toHash } from './draft';

test('a draft comes back from its address as it was written', () => {
  const draft = { query: 'query A($a: Int) {\n  # ü & = +\n  a\n}\n', variables: '{ "a": 1 }', operation: 'A' };
  expect(fromHash(`#${toHash(draft)}`)).toEqual(draft);
});

test('what is empty does not lengthen the address', () => {
  expect(toHash({ query: '{a}', variables: ' ' })).toBe('query=%7Ba%7D');
});

test('an address without a document holds no draft', () => {
  expect(fromHash('')).toBeUndefined();
  expect(fromHash('#main')).toBeUndefined();
  expect(fromHash('query=')).toEqual({ query: '', variables: '', operation: undefined });
});
