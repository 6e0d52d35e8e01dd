import { expect, test } from 'vitest';
import { byType, edgesOf, relationWords } from './relations';

const related = (source: string, type: string, target: string) => ({ source, type, target, title: undefined });

test('both directions of one relation are one edge, read forwards', () => {
  expect(edgesOf([related('a', 'dependsOn', 'b'), related('b', 'dependencyOf', 'a')])).toEqual([
    { from: 'a', type: 'dependsOn', to: 'b' },
  ]);
});

test('a custom relation stays as it is', () => {
  expect(edgesOf([related('a', 'mirrors', 'b')])).toEqual([{ from: 'a', type: 'mirrors', to: 'b' }]);
  expect(relationWords('mirrors')).toBe('mirrors');
});

test('the list is grouped in reading order, targets by name, custom types last', () => {
  const groups = byType([
    related('a', 'mirrors', 'z'),
    related('a', 'dependsOn', 'c'),
    related('a', 'ownedBy', 'g'),
    related('a', 'dependsOn', 'b'),
  ]);
  expect(groups.map((group) => [group.type, group.relations.map((each) => each.target)])).toEqual([
    ['ownedBy', ['g']],
    ['dependsOn', ['b', 'c']],
    ['mirrors', ['z']],
  ]);
});
