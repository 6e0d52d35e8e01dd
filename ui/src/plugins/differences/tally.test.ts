import { expect, test } from 'vitest';
import { inWords, sum, tallies } from './tally';

const counts = [
  { ownerRef: 'group:default/shop', entityKind: 'Component', kind: 'CHANGED', count: 3 },
  { ownerRef: null, entityKind: 'Group', kind: 'ADDED', count: 40 },
  { ownerRef: 'group:default/pay', entityKind: 'Component', kind: 'ADDED', count: 5 },
  { ownerRef: 'group:default/shop', entityKind: 'API', kind: 'CHANGED', count: 1 },
  { ownerRef: 'group:default/shop', entityKind: 'API', kind: 'REMOVED', count: 1 },
] as const;

test('teams stand by how much changed of them, what nobody owned last', () => {
  expect(tallies(counts).map((tally) => `${tally.ownerRef ?? 'nobody'}: ${inWords(tally)}`)).toEqual([
    'group:default/pay: 5 added',
    'group:default/shop: 1 removed, 4 changed',
    'nobody: 40 added',
  ]);
});

test('the sum is of all teams', () => {
  expect(inWords(sum(tallies(counts)))).toBe('45 added, 1 removed, 4 changed');
  expect(sum([]).total).toBe(0);
});
