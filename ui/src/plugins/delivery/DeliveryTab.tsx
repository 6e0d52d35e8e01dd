import { useQuery } from '@tanstack/react-query';
import { DeliveryDocument } from '../../generated/documents';
import { useInstant } from '../../shared/instant';
import { Answer } from '../../shared/kit/Answer';
import { Panel } from '../../shared/kit/Panel';
import { SendFirst } from '../../shared/kit/SendFirst';
import { When } from '../../shared/kit/When';
import { graphqlQuery } from '../../shared/queries';
import { lasted, plural } from '../../shared/time';
import type { PageEntity } from '../../shell/plugin';
import styles from './DeliveryTab.module.css';
import { Commit, Outcome, RunList, type RunOfAnyKind, RunTitle } from './RunList';

const word = (name: string) => name.toLowerCase().replaceAll('_', ' ');

export default function DeliveryTab({ entity }: { entity: PageEntity }) {
  const at = useInstant();
  const query = useQuery(graphqlQuery(['entity', entity.ref, 'delivery'], DeliveryDocument, { ref: entity.ref, at }));
  return (
    <Answer query={query} what="What ran for it" lines={10}>
      {(data) => {
        const told = data.entity;
        if (!told) return null;
        const none = [told.deployments, told.builds, told.testRuns, told.incidents].every(
          (list) => list.totalCount === 0,
        );
        if (none) return <Nothing entityRef={entity.ref} />;
        return (
          <div className={styles.tab}>
            <Runs title="Deployments" list={told.deployments}>
              {(run) => (
                <>
                  <RunTitle run={run}>
                    {run.version ?? run.runId} to {run.environment}
                  </RunTitle>
                  <span className="quiet">{word(run.kind)}</span>
                  <Outcome value={run.outcome} />
                  <Commit sha={run.commit} />
                </>
              )}
            </Runs>
            <Runs title="Builds" list={told.builds}>
              {(run) => (
                <>
                  <RunTitle run={run}>
                    {run.name ?? 'Build'} {run.runId}
                  </RunTitle>
                  <Outcome value={run.outcome} />
                  <Commit sha={run.commit} branch={run.branch} />
                </>
              )}
            </Runs>
            <Runs title="Test runs" list={told.testRuns}>
              {(run) => (
                <>
                  <RunTitle run={run}>
                    {run.name ?? 'Tests'} {run.runId}
                  </RunTitle>
                  <Outcome value={run.outcome} />
                  {run.counts && (
                    <span className="quiet">
                      {run.counts.passed} passed, {run.counts.failed + run.counts.errored} failed, {run.counts.skipped}{' '}
                      skipped
                    </span>
                  )}
                  <Commit sha={run.commit} />
                </>
              )}
            </Runs>
            <Panel title="Flaky tests" note={told.flakyTests.length} flush>
              <ul className={styles.list}>
                {told.flakyTests.length === 0 && <li className="quiet">No test passed and failed on one commit.</li>}
                {told.flakyTests.map((test) => (
                  <li key={`${test.suite} ${test.name}`}>
                    <span className={styles.title}>
                      {test.suite && <span className="quiet">{test.suite} › </span>}
                      {test.name}
                    </span>
                    <span>on {plural(test.commits, 'commit')}</span>
                    {test.firstCommit && (
                      <span className="quiet">
                        first on <Commit sha={test.firstCommit} />
                      </span>
                    )}
                    <When at={test.lastSeenAt} />
                  </li>
                ))}
              </ul>
            </Panel>
            <Runs title="Incidents" list={told.incidents}>
              {(incident) => (
                <>
                  <RunTitle run={incident}>{incident.name ?? incident.runId}</RunTitle>
                  <span className="quiet">{[incident.severity, incident.environment].filter(Boolean).join(', ')}</span>
                  {incident.finishedAt ? (
                    <span>over after {lasted(incident.at, incident.finishedAt)}</span>
                  ) : (
                    <strong className={styles.open}>open</strong>
                  )}
                </>
              )}
            </Runs>
          </div>
        );
      }}
    </Answer>
  );
}

function Runs<T extends RunOfAnyKind>(props: {
  title: string;
  list: { totalCount: number; nodes: readonly T[] };
  children: (run: T) => React.ReactNode;
}) {
  return (
    <Panel title={props.title} note={props.list.totalCount.toLocaleString('en')} flush>
      <RunList runs={props.list.nodes}>{props.children}</RunList>
    </Panel>
  );
}

function Nothing({ entityRef }: { entityRef: string }) {
  const event = {
    specversion: '1.0',
    id: entityRef,
    source: '/trial',
    type: 'dev.cdevents.service.deployed.0.2.0',
    data: {
      subject: { id: entityRef, content: { environment: { id: 'production' }, artifactId: 'pkg:generic/trial@1.0' } },
    },
  };
  return (
    <Panel title="Delivery" flush>
      <SendFirst
        title="Nothing was told of its builds, tests, deployments and incidents yet."
        path="/api/events"
        type="application/cloudevents+json"
        body={JSON.stringify(event)}
      >
        Send a CDEvent from the pipeline, or let a webhook of the code host tell. Test reports are taken as files.
      </SendFirst>
    </Panel>
  );
}
