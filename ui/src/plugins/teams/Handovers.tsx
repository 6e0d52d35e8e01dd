import { useQuery } from '@tanstack/react-query';
import { CauseLine } from '../../shared/events/EventRow';
import { useInstant } from '../../shared/instant';
import { Answer } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { EntityLink } from '../../shared/kit/EntityLink';
import { Panel } from '../../shared/kit/Panel';
import { When } from '../../shared/kit/When';
import { teamOwnership } from './queries';
import styles from './Teams.module.css';

/** What the team took over and gave away, newest first, with who caused it. */
export function Handovers({ teamRef }: { teamRef: string }) {
  const query = useQuery(teamOwnership(teamRef, useInstant()));
  return (
    <Panel title="Changes of ownership" flush>
      <Answer query={query} what="The changes of ownership" lines={4}>
        {({ ownershipChanges }) => {
          const changes = ownershipChanges.nodes.toReversed();
          if (changes.length === 0) return <Empty title="Nothing changed hands." />;
          return (
            <ul>
              {changes.map((change) => {
                const took = change.toRef === teamRef;
                const other = took ? change.fromRef : change.toRef;
                return (
                  <li key={`${change.position} ${change.entityRef}`} className={styles.change}>
                    <p>
                      <span>{took ? (other ? 'Took over' : 'Owner from the start of') : 'Gave away'}</span>
                      <EntityLink entityRef={change.entityRef} title={change.entity?.title} />
                      {other && (
                        <>
                          <span>{took ? 'from' : 'to'}</span>
                          <EntityLink entityRef={other} />
                        </>
                      )}
                      <When at={change.at} />
                    </p>
                    <CauseLine cause={change.cause} />
                  </li>
                );
              })}
            </ul>
          );
        }}
      </Answer>
    </Panel>
  );
}
