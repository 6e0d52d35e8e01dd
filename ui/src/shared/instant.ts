import { useSearch } from '@tanstack/react-router';

/** The instant the page is seen at: what `at` in the address says, or undefined for now. */
export function useInstant(): string | undefined {
  return useSearch({ strict: false, select: (search) => (search as { at?: string }).at });
}

/** "3 May 2026, 14:00" for a time, "position 1234" for a log position. */
export function describeInstant(at: string): string {
  if (at.startsWith('@')) return `position ${at.slice(1)}`;
  const time = Date.parse(at);
  if (Number.isNaN(time)) return at;
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
    .format(time)
    .concat(' UTC');
}
