import { expect, test } from 'vitest';
import { aModel, parkedModel, stoppedModel } from './examples';
import { conditionWords, verdictOf } from './verdict';

test('all level is well, and so is a moment behind', () => {
  expect(verdictOf([aModel('entities/2'), aModel('events/1')])).toEqual({
    tone: 'ok',
    short: 'All is well.',
    long: 'All 2 read models are level with the log at @1234.',
  });
  const following = aModel('events/1', { position: '1230', lag: 4, lagSeconds: 0.2 });
  expect(verdictOf([aModel('entities/2'), following])).toMatchObject({
    tone: 'ok',
    long: 'All 2 read models follow the log at @1234, 4 behind at most.',
  });
});

test('one that is longer behind is catching up', () => {
  const late = aModel('events/1', { position: '34', lag: 1200, lagSeconds: 61.5 });
  expect(verdictOf([aModel('entities/2'), late])).toEqual({
    tone: 'warn',
    short: 'Catching up.',
    long: 'events/1 is up to 1,200 behind the log at @1234.',
  });
  expect(conditionWords(late)).toBe('1,200 behind for 61 seconds');
});

test('one that stopped is named with its event, before those that are late', () => {
  const late = aModel('events/1', { position: '34', lag: 1200, lagSeconds: 61.5 });
  expect(verdictOf([stoppedModel, late])).toEqual({
    tone: 'bad',
    short: 'entities/2 stands still.',
    long: 'entities/2 stopped at the event @1201. The log ends at @1234. The others go on.',
  });
  expect(conditionWords(stoppedModel)).toBe('stopped, 34 behind');
});

test('one that was parked stands still without an event to blame', () => {
  expect(verdictOf([parkedModel]).long).toBe('relations/1 stands at @1234. The log ends at @1234.');
  expect(conditionWords(parkedModel)).toBe('stands still');
});

test('a database that is away is not the read models’ fault', () => {
  const away = aModel('events/1', {
    state: 'RETRYING',
    failure: { position: null, type: null, message: 'Connection refused', at: '2026-11-21T12:00:00Z' },
  });
  expect(verdictOf([away]).short).toBe('The database does not answer.');
});
