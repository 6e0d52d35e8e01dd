import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { StoreQuery } from '../../generated/documents';
import { Panel } from '../../shared/kit/Panel';
import { When } from '../../shared/kit/When';
import { plural } from '../../shared/time';
import styles from './OperationsPage.module.css';
import { signingKeyQuery } from './queries';

type Store = StoreQuery['store'];

const sizes = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** How large the log is, whether it was ever restored, and whether its changes are kept elsewhere. */
export function LogPanel({ store }: { store: Store }) {
  const mebibytes = store.bytes / 1024 / 1024;
  return (
    <Panel title="Log">
      <dl className={styles.facts}>
        <dt>Events</dt>
        <dd>about {store.events.toLocaleString('en')}</dd>
        <dt>On disk</dt>
        <dd>{mebibytes < 1024 ? `${sizes.format(mebibytes)} MiB` : `${sizes.format(mebibytes / 1024)} GiB`}</dd>
        <dt>Epoch</dt>
        <dd>
          {store.epoch}, {store.epoch === 1 ? 'never restored' : `restored ${plural(store.epoch - 1, 'time')}`}
        </dd>
        <dt>Archive</dt>
        <dd>
          <Archive archive={store.archive} />
        </dd>
        <dt>Signing key</dt>
        <dd>
          <SigningKey />
        </dd>
      </dl>
    </Panel>
  );
}

function Archive({ archive }: { archive: Store['archive'] }) {
  if (archive.problem) return <strong className={styles.bad}>{archive.problem}</strong>;
  if (!archive.on) return <>off: what is recorded after the last backup dies with the disk</>;
  return archive.lastArchivedAt ? (
    <>
      on, last <When at={archive.lastArchivedAt} />
    </>
  ) : (
    <>on, nothing there yet</>
  );
}

/** What signs anchors and exports; the whole of it stands on the page of the audit. */
function SigningKey() {
  const audit = useQuery(signingKeyQuery).data?.audit;
  if (!audit) return <span className="quiet">–</span>;
  return audit.key ? (
    <Link to="/audit">
      <code>{audit.key.id}</code>
    </Link>
  ) : (
    <strong className={styles.bad}>{audit.keyProblem}</strong>
  );
}
