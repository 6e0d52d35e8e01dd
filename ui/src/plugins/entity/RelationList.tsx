import { EntityLink } from '../../shared/kit/EntityLink';
import type { Related } from './queries';
import styles from './Relations.module.css';
import { byType, relationWords } from './relations';

/** The relations in words, by type: the twin of the graph, and all there is in a narrow panel. */
export function RelationList({ relations }: { relations: readonly Related[] }) {
  return (
    <dl className={styles.list}>
      {byType(relations).map(({ type, relations: list }) => (
        <div key={type}>
          <dt>
            {relationWords(type)} <span className="tabular">{list.length}</span>
          </dt>
          <dd>
            <ul>
              {list.map(({ target, title }) => (
                <li key={target}>
                  <EntityLink entityRef={target} title={title} />
                  {title === undefined && <span className={styles.absent}>not in the catalog</span>}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}
