import type { ChangeKind, DifferenceCountsQuery } from '../../generated/documents';

type Count = DifferenceCountsQuery['diffCounts'][number];

export const changeKinds: readonly ChangeKind[] = ['ADDED', 'REMOVED', 'RENAMED', 'CHANGED'];

/** What changed of one team, by the way it changed; `undefined` is what nobody owned. */
export interface Tally {
  ownerRef: string | undefined;
  by: Record<ChangeKind, number>;
  total: number;
}

const none = (): Record<ChangeKind, number> => ({ ADDED: 0, REMOVED: 0, RENAMED: 0, CHANGED: 0 });

/** The counts by team, most first; what nobody owned comes last. */
export function tallies(counts: readonly Count[]): Tally[] {
  const teams = new Map<string | undefined, Tally>();
  for (const { ownerRef, kind, count } of counts) {
    const key = ownerRef ?? undefined;
    const tally = teams.get(key) ?? { ownerRef: key, by: none(), total: 0 };
    tally.by[kind] += count;
    tally.total += count;
    teams.set(key, tally);
  }
  return [...teams.values()].sort(
    (a, b) =>
      Number(a.ownerRef === undefined) - Number(b.ownerRef === undefined) ||
      b.total - a.total ||
      (a.ownerRef ?? '').localeCompare(b.ownerRef ?? ''),
  );
}

/** All teams together. */
export function sum(teams: readonly Tally[]): Tally {
  const all: Tally = { ownerRef: undefined, by: none(), total: 0 };
  for (const tally of teams) {
    for (const kind of changeKinds) all.by[kind] += tally.by[kind];
    all.total += tally.total;
  }
  return all;
}

const words: Record<ChangeKind, string> = {
  ADDED: 'added',
  REMOVED: 'removed',
  RENAMED: 'renamed',
  CHANGED: 'changed',
};

export const changeWord = (kind: ChangeKind) => words[kind];

/** "12 added, 1 renamed". */
export const inWords = ({ by }: Tally) =>
  changeKinds
    .filter((kind) => by[kind] > 0)
    .map((kind) => `${by[kind].toLocaleString('en')} ${words[kind]}`)
    .join(', ');
