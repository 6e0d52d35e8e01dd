/** How much time the track shows. */
export const zooms = [
  { value: 'all', label: 'All' },
  { value: 'year', label: 'Year', days: 365 },
  { value: 'month', label: 'Month', days: 30 },
  { value: 'week', label: 'Week', days: 7 },
  { value: 'day', label: 'Day', days: 1 },
] as const;

export type Zoom = (typeof zooms)[number]['value'];

/** From when to when, in milliseconds; without `since` from the first event. */
export interface Span {
  since: number | undefined;
  until: number;
}

/** The span of a zoom with the moment in its middle, or ending now where the moment is too near to it. */
export function spanAround(zoom: Zoom, moment: number | undefined, now: number): Span {
  const chosen = zooms.find((each) => each.value === zoom);
  if (chosen === undefined || !('days' in chosen)) return { since: undefined, until: now };
  const length = chosen.days * 86_400_000;
  const until = Math.min(Math.round((moment ?? now) + length / 2), now);
  return { since: until - length, until };
}
