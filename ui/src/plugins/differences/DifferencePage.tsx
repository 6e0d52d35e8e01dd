import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { describeInstant, isInstant, noInstant, readInstant, useInstant } from '../../shared/instant';
import { Failure } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { Page } from '../../shared/kit/Page';
import { Panel } from '../../shared/kit/Panel';
import { Counts } from './Counts';
import { Instants } from './Instants';
import { Lines } from './Lines';
import { logPosition } from './queries';

/** What differs between two instants, by team and kind. */
export default function DifferencePage() {
  const search = useSearch({ from: '/diff' });
  const at = useInstant();
  const to = search.to ?? at;
  // The end of the log rather than the reader's clock, which may be another than the server's.
  const position = useQuery({ ...logPosition, enabled: to === undefined });
  const end = to ?? (position.data && `@${position.data.position}`);
  const wrong = [search.from, search.to].find((text) => text !== undefined && !isInstant(text));
  return (
    <Page
      title="What changed"
      lead="Two instants of the catalog, compared by meaning: a new name is a new name, another order of a list is nothing."
    >
      <Instants search={search} />
      {wrong !== undefined && <Nothing title={noInstant(wrong)} />}
      {search.from === undefined && <Beginning />}
      {position.isError && <Failure what="The end of the log" error={position.error} retry={position.refetch} />}
      {wrong === undefined && search.from !== undefined && end !== undefined && (
        <>
          <Counts search={search} pair={{ from: search.from, to: end }} toWords={to ? describeInstant(to) : 'now'} />
          <Lines search={search} pair={{ from: search.from, to: end }} to={to} />
        </>
      )}
    </Page>
  );
}

const Nothing = ({ title }: { title: string }) => (
  <Panel title="Difference" flush>
    <Empty title={title} />
  </Panel>
);

/** Without a first instant: some that are often asked for. */
function Beginning() {
  const since = (ago: string, words: string) => (
    <Link to="/diff" search={(before) => ({ ...before, from: readInstant(ago) })}>
      {words}
    </Link>
  );
  return (
    <Panel title="Difference" flush>
      <Empty title="Choose the instant to begin at.">
        {since('1 day ago', 'Since yesterday')}
        {since('1 week ago', 'Since a week ago')}
        {since('30 days ago', 'Since a month ago')}
        {since('365 days ago', 'Since a year ago')}
      </Empty>
    </Panel>
  );
}
