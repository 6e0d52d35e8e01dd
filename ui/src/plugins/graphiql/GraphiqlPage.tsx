import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useInstant } from '../../shared/instant';
import { Answer } from '../../shared/kit/Answer';
import { Page } from '../../shared/kit/Page';
import { Panel } from '../../shared/kit/Panel';
import { portalQuery } from '../../shared/portal';
import { useWhyFixed } from '../../shared/travel';
import { AnswerPanel } from './AnswerPanel';
import { chosen, lineOf, operationsIn, problemsIn, readVariables } from './document';
import { type Draft, toHash } from './draft';
import { prettify } from './format';
import styles from './GraphiqlPage.module.css';
import { forgetAll, readHistory, remember } from './history';
import { SchemaReader } from './SchemaReader';
import type { Place } from './schemaSearch';
import { Toolbar } from './Toolbar';
import { useDraft } from './useDraft';
import { useRun } from './useRun';
import { useSchema } from './useSchema';
import { WritingPanels } from './WritingPanels';

/** Asking the API by hand: a document with its variables, the answer, the schema beside them. */
export default function GraphiqlPage() {
  const { draft, change } = useDraft();
  const schema = useSchema();
  const { outcome, run, stop, clear } = useRun();
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const [runs, setRuns] = useState(readHistory);
  const [trail, setTrail] = useState<readonly Place[]>([]);
  const whyFixed = useWhyFixed();
  const closed = useQuery(portalQuery).data?.freeDocuments === false;

  const operations = operationsIn(draft.query);
  const operation = chosen(operations, draft.operation);
  const variables = readVariables(draft.variables);

  const send = () => {
    if (whyFixed !== undefined && operation?.kind === 'mutation') {
      clear();
      return setRefusals([whyFixed]);
    }
    setRefusals([]);
    setRuns(remember({ ...draft, at: new Date().toISOString() }));
    const question = { query: draft.query, variables: variables.value, operationName: operation?.name };
    void run(question, operation?.kind === 'subscription');
  };
  const start = () => {
    if (closed || draft.query.trim() === '') return;
    const faults = problemsIn(draft.query, schema.data)
      .filter((each) => each.severity === 'error')
      .map((each) => `line ${lineOf(draft.query, each.from)}: ${each.message}`);
    const all = variables.problem ? [...faults, variables.problem] : faults;
    if (all.length === 0) return send();
    clear();
    setRefusals(all);
  };
  const choose = ({ query, variables, operation }: Draft) => {
    clear();
    setRefusals([]);
    change({ query, variables, operation });
  };

  return (
    <Page
      title="GraphQL"
      lead="Ask the catalog what its own pages ask, and anything else."
      actions={
        <Toolbar
          runs={runs}
          onChoose={choose}
          onForget={() => setRuns(forgetAll())}
          link={() => `${location.origin}/graphiql#${toHash(draft)}`}
        />
      }
    >
      <Notices closed={closed} />
      <div className={styles.columns}>
        <WritingPanels
          draft={draft}
          schema={schema.data}
          operations={operations}
          operation={operation}
          busy={outcome.state === 'asking' || outcome.state === 'following'}
          closed={closed}
          onChange={change}
          onRun={start}
          onStop={stop}
          onPrettify={() => prettify(draft).then(change, start)}
          onExplain={(place) => setTrail((before) => [...before, place])}
        />
        <div className={styles.column}>
          <AnswerPanel
            outcome={outcome}
            refusals={refusals}
            onSendAnyway={variables.problem === undefined ? send : undefined}
          />
        </div>
        <div className={styles.column}>
          <Panel title="Schema" flush>
            <Answer query={schema} what="The schema" lines={10}>
              {(data) => (
                <SchemaReader
                  schema={data}
                  trail={trail}
                  onGo={(place) => setTrail((before) => [...before, place])}
                  onBack={() => setTrail((before) => before.slice(0, -1))}
                />
              )}
            </Answer>
          </Panel>
        </div>
      </div>
    </Page>
  );
}

/** What one should know before asking. */
function Notices({ closed }: { closed: boolean }) {
  const past = useInstant() !== undefined;
  return (
    <>
      {closed && (
        <p className={styles.notice} role="note">
          This portal answers only the documents of its own pages, so nothing can be run here; the schema can be read.
          Whoever runs it may allow other documents with <code>Catalog:GraphQL:FreeDocuments</code>.
        </p>
      )}
      {past && (
        <p className={styles.notice} role="note">
          Documents choose their instant themselves, with the argument <code>at</code>; the one of the other pages does
          not touch them.
        </p>
      )}
    </>
  );
}
