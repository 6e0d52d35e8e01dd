import { describe, expect, test } from 'vitest';
import { entityLink, kindLook, kindName } from './kinds';
import { isRef, parseRef, shortRef } from './ref';
import { parseSearch, stringifySearch } from './search';
import { ago, clock, lasted, plural } from './time';

const now = Date.parse('2026-11-21T12:00:00Z');

describe('times', () => {
  test.each([
    ['2026-11-21T11:59:50Z', 'just now'],
    ['2026-11-21T11:55:00Z', '5 min ago'],
    ['2026-11-17T12:00:00Z', '4 d ago'],
    ['2025-11-01T12:00:00Z', '1 y ago'],
    ['2026-11-21T12:05:00Z', 'in 5 min'],
    ['2026-11-21T12:00:20Z', 'in a moment'],
  ])('%s is %s', (instant, words) => {
    expect(ago(instant, now)).toBe(words);
  });

  test('a span is told in days, a short one in hours', () => {
    expect(lasted('2026-11-21T11:59:00Z', null, now)).toBe('less than an hour');
    expect(lasted('2026-11-20T12:00:00Z', null, now)).toBe('1 day');
    expect(lasted('2026-11-21T07:00:00Z', '2026-11-21T12:00:00Z')).toBe('5 hours');
  });

  test('today’s times are told without the day', () => {
    const noon = new Date(2026, 10, 21, 12, 0).getTime();
    expect(clock(new Date(2026, 10, 21, 9, 5).toISOString(), noon)).toBe('09:05');
    expect(clock(new Date(2026, 10, 20, 9, 5).toISOString(), noon)).toBe('20 Nov 2026, 09:05');
  });

  test('numbers agree with their nouns', () => {
    expect([plural(1, 'entity', 'entities'), plural(2000, 'event')]).toEqual(['1 entity', '2,000 events']);
  });
});

describe('references', () => {
  test('come apart into kind, namespace and name', () => {
    expect(parseRef('component:default/cart')).toEqual({ kind: 'component', namespace: 'default', name: 'cart' });
    expect(parseRef('cart')).toEqual({ kind: '', namespace: '', name: 'cart' });
  });

  test('are short where the namespace is the default one', () => {
    expect([shortRef('group:default/shop'), shortRef('group:emea/shop')]).toEqual(['shop', 'emea/shop']);
  });

  test('are told from names and addresses', () => {
    expect(['user:default/ada', 'Ada Lind <ada@acme.example>', 'https://a.b/c', 'cart'].map(isRef)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('lead to a team’s page for a group, to an entity’s page for the rest', () => {
    expect(entityLink('group:default/shop').to).toBe('/team/$namespace/$name');
    expect(entityLink('api:default/cart').to).toBe('/catalog/$kind/$namespace/$name');
  });

  test('a kind of one’s own keeps its name', () => {
    expect([kindName('api'), kindName('Component'), kindLook('Dataset').many]).toEqual([
      'API',
      'Component',
      'Datasets',
    ]);
  });
});

describe('the address', () => {
  test('is written so that people can read it, and read back as it was', () => {
    const search = { kind: ['component', 'api'], owner: ['group:default/shop'], q: 'a b', sort: undefined };
    const text = stringifySearch(search);
    expect(text).toBe('?kind=component&kind=api&owner=group:default/shop&q=a+b');
    expect(parseSearch(text.slice(1))).toEqual({ kind: ['component', 'api'], owner: 'group:default/shop', q: 'a b' });
  });

  test('without anything to say is empty', () => {
    expect(stringifySearch({ q: '', problems: false, at: undefined })).toBe('');
  });
});
