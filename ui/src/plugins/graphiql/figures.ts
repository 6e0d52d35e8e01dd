/** "1.9 KB"; a thousand bytes to the KB, as networks count. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  return count < 1_000_000 ? `${(count / 1000).toFixed(1)} KB` : `${(count / 1_000_000).toFixed(1)} MB`;
}

/** "34 ms", from ten seconds on "12.3 s". */
export const milliseconds = (count: number): string =>
  count < 10_000 ? `${Math.round(count)} ms` : `${(count / 1000).toFixed(1)} s`;
