import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { StandstillDocument } from '../generated/documents';
import { graphqlQuery } from '../shared/queries';
import { clock } from '../shared/time';
import styles from './Shell.module.css';

const standstill = { ...graphqlQuery(['operations', 'standstill'], StandstillDocument, {}), refetchInterval: 5_000 };

/** Says on every page that a read model stands still, for what is shown of it may be old. Quiet where that is the page's own subject. */
export function Standstill() {
  const { data } = useQuery(standstill);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const still = data?.readModels.filter(({ state, failure }) => state === 'STOPPED' && failure) ?? [];
  const [first] = still.map(({ failure }) => failure?.at ?? '').toSorted();
  if (first === undefined || path === '/operations') return null;
  const names = new Intl.ListFormat('en').format(still.map(({ name }) => name));
  return (
    <p className={styles.standstill} role="status">
      <Link to="/operations">
        {names} {still.length === 1 ? 'stands' : 'stand'} still since {clock(first)}
      </Link>
      : what you see of {still.length === 1 ? 'it' : 'them'} may be old.
    </p>
  );
}
