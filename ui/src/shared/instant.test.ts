import { expect, test } from 'vitest';
import { calendarValue, describeInstant, isInstant, justAfter, justBefore, readInstant } from './instant';

const now = new Date(2026, 2, 1, 12, 30, 15);
const local = (...parts: [number, number, number, number?, number?, number?]) =>
  new Date(parts[0], parts[1] - 1, parts[2], parts[3] ?? 0, parts[4] ?? 0, parts[5] ?? 0)
    .toISOString()
    .replace('.000', '');

test.each([
  ['@1234', '@1234'],
  ['2026-03-01T03:12:00Z', '2026-03-01T03:12:00Z'],
  ['2026-03-01T03:12Z', '2026-03-01T03:12:00Z'],
  ['2026-03-01T03:12:00.1234567+01:00', '2026-03-01T02:12:00.123456Z'],
  ['  2026-03-01 ', local(2026, 3, 1)],
  ['2026-03-01 3:12', local(2026, 3, 1, 3, 12)],
  ['2026-03-01T03:12:05', local(2026, 3, 1, 3, 12, 5)],
  ['today', local(2026, 3, 1)],
  ['Yesterday 14:00', local(2026, 2, 28, 14)],
  ['3 days ago', local(2026, 2, 26, 12, 30, 15)],
  ['90 min ago', local(2026, 3, 1, 11, 0, 15)],
  ['1h ago', local(2026, 3, 1, 11, 30, 15)],
])('%s is read as %s', (typed, instant) => {
  expect(readInstant(typed, now)).toBe(instant);
  expect(isInstant(instant)).toBe(true);
});

test.each([
  '',
  'now',
  '@',
  '@-1',
  '@12a',
  'tomorrow',
  '2026-02-30',
  '2026-13-01',
  '2026-03-01 24:00',
  '2026-03-01T03:12:99Z',
  'cart',
])('"%s" is no instant', (typed) => expect(readInstant(typed, now)).toBeUndefined());

test('just before an event is a microsecond earlier, just after is the event itself', () => {
  expect(justBefore('2026-03-01T03:12:00Z')).toBe('2026-03-01T03:11:59.999999Z');
  expect(justBefore('2026-03-01T03:12:00.1Z')).toBe('2026-03-01T03:12:00.099999Z');
  expect(justBefore('2026-03-01T03:12:00.123456Z')).toBe('2026-03-01T03:12:00.123455Z');
  expect(justAfter('2026-03-01T03:12:00.120000Z')).toBe('2026-03-01T03:12:00.12Z');
});

test('an instant is told with its zone, and just before an event as that', () => {
  expect(describeInstant('@12')).toBe('position 12');
  expect(describeInstant('2026-03-01T03:12:00Z')).toMatch(/^1 March 2026 at \d\d:12:00 \S+/);
  expect(describeInstant('2026-03-01T03:11:59.999999Z')).toBe(`just before ${describeInstant('2026-03-01T03:12:00Z')}`);
  expect(describeInstant('2026-03-01T03:12:00.12Z')).toMatch(/:12:00\.12 \S+$/);
  expect(describeInstant('never')).toBe('never');
});

test('the calendar shows the same moment and nothing for a position', () => {
  expect(readInstant(calendarValue('2026-03-01T03:12:05Z'))).toBe('2026-03-01T03:12:05Z');
  expect(calendarValue('@12')).toBe('');
  expect(calendarValue(undefined)).toBe('');
});
