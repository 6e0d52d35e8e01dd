import { IconAlertTriangle, IconCircleCheck, IconClockPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Answer } from '../../shared/kit/Answer';
import { NowNote } from '../../shared/kit/NowNote';
import { Page } from '../../shared/kit/Page';
import { Panel } from '../../shared/kit/Panel';
import { LogPanel } from './LogPanel';
import { NodesPanel } from './NodesPanel';
import styles from './OperationsPage.module.css';
import { ProcessorsPanel } from './ProcessorsPanel';
import { processorsQuery, readModelsQuery, storeQuery } from './queries';
import { ReadModelTable } from './ReadModelTable';
import { type Verdict, verdictOf } from './verdict';

export default function OperationsPage() {
  const models = useQuery(readModelsQuery);
  const store = useQuery(storeQuery);
  const processors = useQuery(processorsQuery);
  return (
    <Page title="Operations" lead="How far each read model has followed the log, and who does the work.">
      <NowNote>This page always shows now: it is about the machinery, not about the catalog.</NowNote>
      <Answer query={models} what="The read models" lines={10}>
        {({ readModels }) => (
          <>
            <Sentence verdict={verdictOf(readModels)} />
            <Panel title="Read models" flush>
              <ReadModelTable models={readModels} />
            </Panel>
          </>
        )}
      </Answer>
      <Answer query={store} what="The store" lines={6}>
        {({ store }) => (
          <div className={styles.columns}>
            <NodesPanel nodes={store.nodes} work={store.work} />
            <LogPanel store={store} />
          </div>
        )}
      </Answer>
      <Answer query={processors} what="The processors" lines={3}>
        {(data) => <ProcessorsPanel processors={data.processors} />}
      </Answer>
    </Page>
  );
}

const marks = { ok: IconCircleCheck, warn: IconClockPause, bad: IconAlertTriangle };

/** Is it well? Only what turns is announced, not every position. */
export function Sentence({ verdict }: { verdict: Verdict }) {
  const Mark = marks[verdict.tone];
  return (
    <section className={styles.sentence} data-tone={verdict.tone} aria-label="Is it well?">
      <Mark size={22} stroke={1.6} aria-hidden />
      <p role="status">{verdict.short}</p>
      <p>{verdict.long}</p>
    </section>
  );
}
