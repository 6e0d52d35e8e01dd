import { expect, test } from 'vitest';
import { iconNamed } from '../../shared/kindIcons';
import { laidOut } from './EntityPage';

const tabs = [{ id: 'overview' }, { id: 'relations' }, { id: 'history' }];

test('a kind chooses the tabs of its pages and their order; what does not exist is passed over', () => {
  expect(laidOut(tabs, ['history', 'nonsense', 'overview'])).toEqual([{ id: 'history' }, { id: 'overview' }]);
});

test('without a layout, or with one that fits nothing, all tabs stay', () => {
  expect(laidOut(tabs, undefined)).toBe(tabs);
  expect(laidOut(tabs, null)).toBe(tabs);
  expect(laidOut(tabs, ['nonsense'])).toBe(tabs);
});

test('an icon that is not here is the neutral one', () => {
  expect(iconNamed('nonsense')).toBe(iconNamed(null));
  expect(iconNamed('database')).not.toBe(iconNamed(null));
  expect(iconNamed('toString')).toBe(iconNamed(null));
});
