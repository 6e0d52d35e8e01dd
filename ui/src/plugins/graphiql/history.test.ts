import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetAll, readHistory, remember } from './history';

const run = (query: string, at = '2026-01-01T00:00:00Z') => ({ query, variables: '', at });

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

test('the newest run stands first, an equal one once, at most fifty in all', () => {
  for (let number = 0; number < 60; number++) remember(run(`{ a${number} }`));
  const known = remember(run('{ a30 }', '2026-01-02T00:00:00Z'));
  expect(known).toHaveLength(50);
  expect(known[0]).toEqual(run('{ a30 }', '2026-01-02T00:00:00Z'));
  expect(known.filter((each) => each.query === '{ a30 }')).toHaveLength(1);
  expect(readHistory()).toEqual(known);
  expect(forgetAll()).toEqual([]);
  expect(readHistory()).toEqual([]);
});

test('what somebody else left there is passed over', () => {
  localStorage.setItem('graphiql-history', '[1, null, {"query": 2}]');
  expect(readHistory()).toEqual([]);
  localStorage.setItem('graphiql-history', 'not JSON');
  expect(readHistory()).toEqual([]);
});

test('where the browser keeps nothing, running goes on', () => {
  const refuse = () => {
    throw new DOMException('Storage is off.', 'SecurityError');
  };
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(refuse);
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse);
  expect(readHistory()).toEqual([]);
  expect(remember(run('{ a }'))).toEqual([run('{ a }')]);
});
