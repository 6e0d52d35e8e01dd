import type { StoreQuery } from '../../generated/documents';
import { Empty } from '../../shared/kit/Empty';
import { Panel } from '../../shared/kit/Panel';
import { When } from '../../shared/kit/When';
import { plural } from '../../shared/time';
import styles from './OperationsPage.module.css';

type Store = StoreQuery['store'];
type Work = Store['work'][number];

/** Who shares the work, and what each does. */
export function NodesPanel({ nodes, work }: { nodes: Store['nodes']; work: readonly Work[] }) {
  const nobodys = work.filter((each) => each.node === null);
  return (
    <Panel title="Nodes and their work" note={nodes.length} flush>
      {nodes.length === 0 && <Empty title="No process works on this database now." />}
      <ul className={styles.nodes}>
        {nodes.map((node) => (
          <li key={`${node.name} ${node.since}`}>
            <h3>{node.name}</h3>
            <p className="quiet">
              came <When at={node.since} />
            </p>
            <WorkList work={work.filter((each) => each.node === node.name)} />
          </li>
        ))}
        {nobodys.length > 0 && (
          <li data-nobody="true">
            <h3>Nobody</h3>
            <p className="quiet">taken over by a node that can</p>
            <WorkList work={nobodys} />
          </li>
        )}
      </ul>
    </Panel>
  );
}

function WorkList({ work }: { work: readonly Work[] }) {
  if (work.length === 0) return <p className="quiet">no work of its own</p>;
  return (
    <ul className={styles.work}>
      {work.map((each) => (
        <li key={each.name}>
          {each.name}
          {each.epoch > 1 && <span className="quiet"> taken {plural(each.epoch, 'time')}</span>}
        </li>
      ))}
    </ul>
  );
}
