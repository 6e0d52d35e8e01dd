import type { ProcessorsQuery } from '../../generated/documents';
import { Empty } from '../../shared/kit/Empty';
import { Panel } from '../../shared/kit/Panel';
import { When } from '../../shared/kit/When';
import { plural } from '../../shared/time';
import styles from './OperationsPage.module.css';

type Processor = ProcessorsQuery['processors'][number];

const words = {
  RUNNING: 'runs now',
  WELL: 'well',
  FAILING: 'failing, tried again',
  OPEN: 'left alone for a while',
};

/** What reads other systems: how each fares, how old what it observed is, and when it looks again. */
export function ProcessorsPanel({ processors }: { processors: readonly Processor[] }) {
  return (
    <Panel title="Processors" note={processors.length} flush>
      {processors.length === 0 && <Empty title="None has run yet." />}
      <ul className={styles.nodes}>
        {processors.map((each) => (
          <li key={each.name}>
            <h3>{each.name}</h3>
            <p className={each.failures > 0 ? styles.bad : 'quiet'}>{words[each.state]}</p>
            <p className="quiet">
              {each.lastGoodAt ? (
                <>
                  looked <When at={each.lastGoodAt} />, spoke of {plural(each.observed, 'entity', 'entities')},{' '}
                  {each.news} news
                </>
              ) : (
                'never came to its end'
              )}
              {each.nextAt && (
                <>
                  , looks again <When at={each.nextAt} />
                </>
              )}
            </p>
            {each.failure && (
              <p>
                {plural(each.failures, 'run')} failed in a row: {each.failure}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
