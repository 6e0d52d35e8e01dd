import type { Draft } from './draft';

/** A draft that was run, and when. */
export interface Run extends Draft {
  at: string;
}

const key = 'graphiql-history';
const longest = 50;

/** What was run in this browser, newest first; nothing where the browser keeps nothing. */
export function readHistory(): Run[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isRun) : [];
  } catch {
    return [];
  }
}

/** Puts a run at the beginning, in place of an equal one, and gives what is then known. */
export function remember(run: Run): Run[] {
  const before = readHistory().filter(
    (each) => each.query !== run.query || each.variables !== run.variables || each.operation !== run.operation,
  );
  return keep([run, ...before].slice(0, longest));
}

export const forgetAll = (): Run[] => keep([]);

function keep(runs: Run[]): Run[] {
  try {
    localStorage.setItem(key, JSON.stringify(runs));
  } catch {
    // Storage is off or full: the history then lasts as long as the page.
  }
  return runs;
}

const isRun = (value: unknown): value is Run => {
  const run = value as Partial<Run> | null;
  return typeof run?.query === 'string' && typeof run.variables === 'string' && typeof run.at === 'string';
};
