import { EntityLink } from '../../shared/kit/EntityLink';
import type { Related } from './queries';
import styles from './Relations.module.css';
import { byType, relationWords } from './relations';

/** The relations in words, by type: the twin of the graph, and all there is in a narrow panel. Shows at most `most` of each type. */
export function RelationList({ relations, most = 200 }: { relations: readonly Related[]; most?: number }) {
  return (
    <dl className={styles.list}>
      {byType(relations).map(({ type, relations: list }) => (
        <div key={type}>
          <dt>
            {relationWords(type)} <span className="tabular">{list.length}</span>
          </dt>
          <dd>
            <ul>
              {list.slice(0, most).map(({ target, title }) => (
                <li key={target}>
                  <EntityLink entityRef={target} title={title} />
                  {title === undefined && <span className={styles.absent}>not in the catalog</span>}
                </li>
              ))}
              {list.length > most && <li className="quiet">and {list.length - most} more</li>}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}
