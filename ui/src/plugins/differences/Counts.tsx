import { MultiSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ChangeKind } from '../../generated/documents';
import { describeInstant } from '../../shared/instant';
import { kindLook } from '../../shared/kinds';
import { Answer } from '../../shared/kit/Answer';
import { EntityLink } from '../../shared/kit/EntityLink';
import { Panel } from '../../shared/kit/Panel';
import { shortRef } from '../../shared/ref';
import { plural } from '../../shared/time';
import styles from './Differences.module.css';
import type { DifferenceSearch } from './plugin';
import { differenceCounts, type Pair, toFilter } from './queries';
import { changeKinds, changeWord, inWords, sum, type Tally, tallies } from './tally';

/** So many teams have a bar; the table has all. */
const mostBars = 12;

const nameOf = ({ ownerRef }: Tally) => (ownerRef === undefined ? 'no owner' : shortRef(ownerRef));

/** How much changed: in a sentence, as bars by team, and as the table behind them. */
export function Counts({ search, pair, toWords }: { search: DifferenceSearch; pair: Pair; toWords: string }) {
  const query = useQuery(differenceCounts(pair, toFilter(search)));
  return (
    <Panel title="How much" aside={<Filters search={search} pair={pair} />}>
      <Answer query={query} what="The counts" lines={6}>
        {({ diffCounts }) => {
          const teams = tallies(diffCounts);
          const all = sum(teams);
          const owners = teams.filter(({ ownerRef }) => ownerRef !== undefined).length;
          const between = `between ${describeInstant(pair.from)} and ${toWords}`;
          if (all.total === 0)
            return (
              <p role="status">
                Nothing{search.team || search.kind ? ' that matches the filter' : ''} changed {between}.
              </p>
            );
          return (
            <>
              <p role="status" className={styles.sentence}>
                {inWords(all)} {between}: {plural(all.total, 'entity', 'entities')}
                {owners > 0 && ` of ${plural(owners, 'team')}`}.
              </p>
              <Bars teams={teams.slice(0, mostBars)} />
              <details className={styles.table}>
                <summary>As a table</summary>
                <Table teams={teams} all={all} />
              </details>
            </>
          );
        }}
      </Answer>
    </Panel>
  );
}

/** The picture; the table says the same. */
function Bars({ teams }: { teams: readonly Tally[] }) {
  const most = Math.max(...teams.map(({ total }) => total));
  return (
    <div className={styles.bars} aria-hidden="true">
      {teams.map((tally) => (
        <div key={tally.ownerRef ?? ''} className={styles.bar}>
          <span className={styles.team}>{nameOf(tally)}</span>
          <span className={styles.lane}>
            {changeKinds.map((kind) => (
              <span key={kind} data-kind={kind} style={{ width: `${(100 * tally.by[kind]) / most}%` }} />
            ))}
          </span>
          <span className={styles.numbers}>{inWords(tally)}</span>
        </div>
      ))}
    </div>
  );
}

function Table({ teams, all }: { teams: readonly Tally[]; all: Tally }) {
  const cells = (tally: Tally) =>
    changeKinds.map((kind: ChangeKind) => (
      <td key={kind} className="tabular">
        {tally.by[kind].toLocaleString('en')}
      </td>
    ));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Team</th>
          {changeKinds.map((kind) => (
            <th key={kind} scope="col">
              {changeWord(kind)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {teams.map((tally) => (
          <tr key={tally.ownerRef ?? ''}>
            <th scope="row">{tally.ownerRef ? <EntityLink entityRef={tally.ownerRef} /> : 'no owner'}</th>
            {cells(tally)}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">All</th>
          {cells(all)}
        </tr>
      </tfoot>
    </table>
  );
}

function Filters({ search, pair }: { search: DifferenceSearch; pair: Pair }) {
  const navigate = useNavigate();
  const { data } = useQuery(differenceCounts(pair, undefined));
  const change = (part: DifferenceSearch) =>
    void navigate({ to: '/diff', resetScroll: false, search: (before) => ({ ...before, ...part }), replace: true });
  const teams = new Set([...tallies(data?.diffCounts ?? []).flatMap(({ ownerRef }) => ownerRef ?? []), search.team]);
  const kinds = new Set([...(data?.diffCounts ?? []).map((count) => count.entityKind), ...(search.kind ?? [])]);
  return (
    <div className={styles.filters}>
      <Select
        aria-label="Team"
        placeholder="All teams"
        data={[...teams].flatMap((ref) => (ref ? [{ value: ref, label: shortRef(ref) }] : []))}
        value={search.team ?? null}
        onChange={(team) => change({ team: team ?? undefined })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'All teams' }}
      />
      <MultiSelect
        size="xs"
        aria-label="Kinds"
        placeholder={search.kind ? '' : 'All kinds'}
        data={[...kinds].sort().map((kind) => ({ value: kind, label: kindLook(kind).many }))}
        value={search.kind ?? []}
        onChange={(kind) => change({ kind: kind.length > 0 ? kind : undefined })}
        clearable
        clearButtonProps={{ 'aria-label': 'All kinds' }}
      />
    </div>
  );
}
