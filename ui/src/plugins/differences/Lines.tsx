import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { groupBy } from '../../shared/groupBy';
import { kindLook, kindOrder } from '../../shared/kinds';
import { Failure, Waiting } from '../../shared/kit/Answer';
import { Panel } from '../../shared/kit/Panel';
import { shortRef } from '../../shared/ref';
import { plural } from '../../shared/time';
import { ChangeLine } from './ChangeLine';
import styles from './Differences.module.css';
import type { DifferenceSearch } from './plugin';
import { differenceLines, type Line, type Pair, toFilter } from './queries';

/** Every line of the difference, by team and kind. */
export function Lines({ search, pair, to }: { search: DifferenceSearch; pair: Pair; to: string | undefined }) {
  const query = useInfiniteQuery(differenceLines(pair, toFilter(search)));
  if (query.isPending) return <Waiting lines={12} />;
  const lines = query.data?.pages.flatMap((page) => page.diff.nodes) ?? [];
  const total = query.data?.pages[0]?.diff.totalCount ?? 0;
  const teams = [...groupBy(lines, (line) => line.entity.ownerRef ?? '')].sort(
    ([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b),
  );
  return (
    <>
      {query.isError && <Failure what="The difference" error={query.error} retry={() => query.refetch()} />}
      {teams.map(([team, all]) => (
        <Panel key={team} title={teamName(team, all)} note={plural(all.length, 'entity', 'entities')} flush>
          {byKind(all).map(([kind, some]) => (
            <section key={kind} className={styles.group} aria-label={kindLook(kind).many}>
              <h3>
                {kindLook(kind).many} <span className="quiet tabular">{some.length}</span>
              </h3>
              <ul>
                {some.map((line) => (
                  <ChangeLine key={line.ref} line={line} pair={pair} to={to} />
                ))}
              </ul>
            </section>
          ))}
        </Panel>
      ))}
      {query.hasNextPage && (
        <div className={styles.more}>
          <span className="quiet">
            {lines.length.toLocaleString('en')} of {total.toLocaleString('en')} lines are shown.
          </span>
          <Button onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

const teamName = (ref: string, lines: readonly Line[]) =>
  ref === '' ? 'No owner' : (lines[0]?.entity.owner?.title ?? shortRef(ref));

const byKind = (lines: readonly Line[]) => {
  const place = (kind: string) => (kindOrder.indexOf(kind) + kindOrder.length + 1) % (kindOrder.length + 1);
  return [...groupBy(lines, (line) => line.entity.kind.toLowerCase())].sort(([a], [b]) => place(a) - place(b));
};
