import { useQuery } from '@tanstack/react-query';
import { useInstant } from '../../shared/instant';
import { Answer } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { EntityLink } from '../../shared/kit/EntityLink';
import { Problems } from '../../shared/kit/Marks';
import { Page } from '../../shared/kit/Page';
import { Panel } from '../../shared/kit/Panel';
import { plural } from '../../shared/time';
import { ownerProblems } from './queries';
import styles from './Teams.module.css';

/** Every entity whose owner is not an existing Group, with the place to mend it. */
export default function OwnersPage() {
  const query = useQuery(ownerProblems(useInstant()));
  return (
    <Page title="Owners to mend" lead="Entities whose owner is not a Group of the catalog, and where each is declared.">
      <Answer query={query} what="The owners" lines={8}>
        {({ ownershipProblems: { nodes, totalCount } }) => (
          <Panel title="Owners" note={plural(totalCount, 'entity', 'entities')} flush>
            {nodes.length === 0 ? (
              <Empty title="Every owner is an existing Group." />
            ) : (
              <ul className={styles.owners}>
                {nodes.map(({ entity, problem, proposals }) => (
                  <li key={entity.ref}>
                    <EntityLink entityRef={entity.ref} title={entity.title} />
                    <Problems problems={[problem]} />
                    {proposals.map((proposal) => (
                      <p key={proposal.owner} className={styles.proposal}>
                        Perhaps <EntityLink entityRef={proposal.owner} /> ({Math.round(proposal.confidence * 100)} %):{' '}
                        {proposal.reasons.join('; ')}
                      </p>
                    ))}
                  </li>
                ))}
                {totalCount > nodes.length && <li className="quiet">and {totalCount - nodes.length} more</li>}
              </ul>
            )}
          </Panel>
        )}
      </Answer>
    </Page>
  );
}
