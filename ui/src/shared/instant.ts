import { useSearch } from '@tanstack/react-router';

/** The instant the page is seen at: what `at` in the address says, or undefined for now. */
export function useInstant(): string | undefined {
  return useSearch({ strict: false, select: (search) => (search as { at?: string }).at });
}

const position = /^@\d{1,18}$/;
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Whether text is an instant as addresses and requests write it: a time with its zone, or a position. */
export const isInstant = (text: string) =>
  position.test(text) || (isoTime.test(text) && !Number.isNaN(Date.parse(text)));

export const isPosition = (at: string) => at.startsWith('@');

/** The moment of a time, in JavaScript's milliseconds; undefined for now, and for a position. */
export const millisecondsOf = (at: string | undefined) =>
  at !== undefined && isoTime.test(at) ? Date.parse(at) : undefined;

/** Microseconds since 1970 of an ISO time; the clock of the log is finer than JavaScript's. */
function microseconds(time: string): bigint {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
  return BigInt(Date.parse(time.replace(/\.\d+/, ''))) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

function isoOf(time: bigint): string {
  const fraction = (time % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  const seconds = new Date(Number(time / 1000n)).toISOString().slice(0, 19);
  return `${seconds}${fraction && `.${fraction}`}Z`;
}

/** The last instant at which an event had not taken effect yet. Whatever else took effect with it had not either. */
export const justBefore = (effectiveAt: string) => isoOf(microseconds(effectiveAt) - 1n);

/** The first instant at which an event has taken effect. */
export const justAfter = (effectiveAt: string) => isoOf(microseconds(effectiveAt));

const format = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

/** "1 March 2026 at 03:12:00 UTC" in the reader's own time zone, "just before …" an event, "position 1234". */
export function describeInstant(at: string): string {
  if (isPosition(at)) return `position ${at.slice(1)}`;
  if (!isInstant(at)) return at;
  const time = microseconds(at);
  const fraction = (time % 1_000_000n).toString().padStart(6, '0');
  if (fraction === '999999') return `just before ${format.format(new Date(Number((time + 1n) / 1000n)))}`;
  const words = format.format(new Date(Number(time / 1000n)));
  return fraction === '000000' ? words : words.replace(/(:\d\d)( \S+)$/, `$1.${fraction.replace(/0+$/, '')}$2`);
}

const units: Record<string, number> = {
  min: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
  d: 86_400,
  day: 86_400,
  w: 604_800,
  week: 604_800,
};

/**
 * Reads an instant as a person types it: `@1234`, an ISO time, `2026-03-01`, `2026-03-01 03:12`, `yesterday 14:00`, `3 days ago`.
 * Without a zone it is the reader's own. Gives it as addresses write it; undefined when the text is none, or says a day that no month has.
 */
export function readInstant(typed: string, now: Date = new Date()): string | undefined {
  const text = typed.trim();
  if (position.test(text)) return text;
  if (isoTime.test(text)) return isInstant(text) ? justAfter(text) : undefined;
  const said = /^(\d+) ?(min|minute|h|hour|d|day|w|week)s? ago$/i.exec(text);
  if (said)
    return justAfter(
      new Date(now.getTime() - Number(said[1]) * (units[said[2]?.toLowerCase() ?? ''] ?? 0) * 1000).toISOString(),
    );
  const [, date, hour, minute, second] =
    /^(today|yesterday|\d{4}-\d{2}-\d{2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/i.exec(text) ?? [];
  if (date === undefined) return undefined;
  const clock = [hour, minute, second].map((part) => Number(part ?? 0)) as [number, number, number];
  if (clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return undefined;
  const day = /^\d/.test(date) ? date.split('-').map(Number) : undefined;
  const back = date.toLowerCase() === 'yesterday' ? 1 : 0;
  const [year, month, dayOfMonth] = day ?? [now.getFullYear(), now.getMonth() + 1, now.getDate() - back];
  const time = new Date(year ?? 0, (month ?? 1) - 1, dayOfMonth, ...clock);
  if (day && (time.getMonth() !== (month ?? 1) - 1 || time.getDate() !== dayOfMonth)) return undefined;
  return justAfter(time.toISOString());
}

/** An instant for a field of the browser's calendar, `2026-03-01T03:12:00` in the reader's own zone; empty for a position. */
export function calendarValue(at: string | undefined): string {
  if (at === undefined || isPosition(at) || !isInstant(at)) return '';
  const time = new Date(at);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** What to say of a text that is no instant. */
export const noInstant = (text: string) =>
  `“${text}” is no instant. Write a time such as 2026-03-01 03:12, “yesterday 14:00”, or a position such as @1234.`;
