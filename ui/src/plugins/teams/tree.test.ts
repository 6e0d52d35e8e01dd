import { expect, test } from 'vitest';
import { missionOf, profileOf } from './profile';
import { treeOf } from './tree';

const group = (ref: string, parent?: string) => ({ ref, parent });
const rows = (...groups: { ref: string; parent: string | undefined }[]) =>
  treeOf(groups, (each) => each.parent).map(({ group, depth }) => `${'  '.repeat(depth)}${group.ref}`);

test('children stand below their parent', () => {
  expect(rows(group('a', 'top'), group('b', 'a'), group('c', 'top'), group('top'))).toEqual([
    'top',
    '  a',
    '    b',
    '  c',
  ]);
});

test('a parent that is not there makes no group disappear', () => {
  expect(rows(group('a', 'gone'))).toEqual(['a']);
});

test('a circle of parents still shows each group once', () => {
  expect(rows(group('a', 'b'), group('b', 'a'))).toEqual(['a', '  b']);
});

test('a profile is read only where there is one', () => {
  expect(profileOf({ profile: { displayName: 'Ada', email: '' } })).toEqual({ displayName: 'Ada', email: undefined });
  expect(profileOf(null)).toEqual({ displayName: undefined, email: undefined });
});

test('a mission may stand in the spec or in an annotation', () => {
  expect(missionOf({ spec: { mission: 'Sell' }, annotations: {} })).toBe('Sell');
  expect(missionOf({ spec: {}, annotations: { 'acme.com/mission': 'Buy' } })).toBe('Buy');
  expect(missionOf({ spec: {}, annotations: null })).toBeUndefined();
});
