import { describe, expect, test } from 'vitest';
import { changesOf, eventSentence, knownTypes, readablePath } from './sentence';

describe('an event becomes a sentence', () => {
  test('a change of owner names both owners without what everyone knows', () => {
    expect(eventSentence({ type: 'owner-changed', data: { from: 'group:default/shop', to: 'group:emea/pay' } })).toBe(
      'Owner changed from shop to emea/pay',
    );
  });

  test('a first owner is set, a lost owner is removed', () => {
    expect(eventSentence({ type: 'owner-changed', data: { to: 'group:default/pay' } })).toBe('Owner set to pay');
    expect(eventSentence({ type: 'owner-changed', data: { from: 'group:default/pay', to: null } })).toBe(
      'Owner pay removed',
    );
  });

  test('a change of lifecycle names both', () => {
    expect(eventSentence({ type: 'lifecycle-changed', data: { from: 'production', to: 'deprecated' } })).toBe(
      'Lifecycle changed from production to deprecated',
    );
  });

  test('a changed descriptor names its paths, and counts them when there are many', () => {
    const change = (...paths: string[]) => ({
      type: 'descriptor-changed',
      data: { changes: paths.map((path) => ({ path })) },
    });
    expect(eventSentence(change('/metadata/description', '/spec/type'))).toBe('Changed description, type');
    expect(eventSentence(change('/metadata/tags', '/spec/a', '/spec/b', '/spec/c'))).toBe('Changed tags, a and 2 more');
  });

  test('a slash inside a name stays a slash', () => {
    expect(readablePath('/metadata/annotations/acme.com~1pager')).toBe('metadata.annotations.acme.com/pager');
  });

  test('a refused descriptor says why', () => {
    expect(
      eventSentence({ type: 'descriptor-rejected', data: { problem: { message: '"Cart!" is not a valid name' } } }),
    ).toBe('Descriptor refused: "Cart!" is not a valid name');
  });

  test('a type without words keeps its name', () => {
    expect(eventSentence({ type: 'deployed-to-mars', data: null })).toBe('deployed-to-mars');
  });

  test.each(knownTypes)('%s has words even when its data is empty', (type) => {
    expect(eventSentence({ type, data: null })).not.toBe(type);
  });
});

test('changes are read only where they have a path', () => {
  expect(changesOf({ changes: [{ path: 'a', from: 1, to: 2 }, { nothing: true }, 3] })).toEqual([
    { path: 'a', from: 1, to: 2 },
  ]);
  expect(changesOf('text')).toEqual([]);
});
