const units: [Intl.RelativeTimeFormatUnit, number, string][] = [
  ['year', 365 * 86_400, 'y'],
  ['month', 30 * 86_400, 'mo'],
  ['day', 86_400, 'd'],
  ['hour', 3_600, 'h'],
  ['minute', 60, 'min'],
];

/** "4 d ago", "in 5 min", "just now". Rounds down, so that nothing seems older than it is. */
export function ago(instant: string, now: number = Date.now()): string {
  const seconds = (now - Date.parse(instant)) / 1000;
  const [, size, short] = units.find(([, size]) => Math.abs(seconds) >= size) ?? [];
  if (!size) return seconds < 0 ? 'in a moment' : 'just now';
  const count = Math.floor(Math.abs(seconds) / size);
  return seconds < 0 ? `in ${count} ${short}` : `${count} ${short} ago`;
}

const fullFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** The whole instant in the reader's own time zone, with the zone named. */
export const fullTime = (instant: string) =>
  `${fullFormat.format(new Date(instant))} ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;

const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** "14:02" today, "3 Nov 2026, 14:02" on any other day. */
export const clock = (instant: string, now: number = Date.now()) =>
  (day(instant) === day(new Date(now).toISOString()) ? '' : `${day(instant)}, `) +
  clockFormat.format(new Date(instant));

export const day = (instant: string) => dayFormat.format(new Date(instant));

/** "213 days", "1 day", "5 hours", "less than an hour": how long something lasted. */
export function lasted(from: string, to: string | null | undefined, now: number = Date.now()): string {
  const hours = Math.floor(((to ? Date.parse(to) : now) - Date.parse(from)) / 3_600_000);
  if (hours < 1) return 'less than an hour';
  const [count, unit] = hours >= 24 ? [Math.floor(hours / 24), 'day'] : [hours, 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
