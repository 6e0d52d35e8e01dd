import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled, IconWand } from '@tabler/icons-react';
import type { GraphQLSchema } from 'graphql';
import { lazy, Suspense, useId } from 'react';
import { Waiting } from '../../shared/kit/Answer';
import { Panel } from '../../shared/kit/Panel';
import type { Operation } from './document';
import type { Draft } from './draft';
import styles from './GraphiqlPage.module.css';
import type { Place } from './schemaSearch';

const DocumentEditor = lazy(() => import('./editors/DocumentEditor'));
const VariablesEditor = lazy(() => import('./editors/VariablesEditor'));

interface WritingPanelsProps {
  draft: Draft;
  schema: GraphQLSchema | undefined;
  operations: readonly Operation[];
  operation: Operation | undefined;
  busy: boolean;
  /** Documents of one's own are refused here. */
  closed: boolean;
  onChange: (part: Partial<Draft>) => void;
  onRun: () => void;
  onStop: () => void;
  onPrettify: () => void;
  onExplain: (place: Place) => void;
}

/** The document with its buttons, and the variables below it. */
export function WritingPanels(props: WritingPanelsProps) {
  const { draft, operations, operation, onChange, onRun } = props;
  const keys = useId();
  return (
    <div className={styles.column}>
      <Panel title="Document" flush aside={<Buttons {...props} />}>
        <div className={styles.document}>
          <Suspense fallback={<Waiting lines={8} />}>
            <DocumentEditor
              value={draft.query}
              schema={props.schema}
              describedBy={keys}
              onChange={(query) => onChange({ query })}
              onRun={onRun}
              onExplain={props.onExplain}
            />
          </Suspense>
        </div>
        <p id={keys} className={styles.keys}>
          {modifier} Enter runs, Ctrl Space completes, F1 explains, Tab leaves
        </p>
      </Panel>
      <Panel
        title="Variables"
        note={operations.length > 1 && operation?.name ? `of ${operation.name}` : undefined}
        flush
      >
        <div className={styles.variables}>
          <Suspense fallback={<Waiting lines={3} />}>
            <VariablesEditor
              value={draft.variables}
              names={operation?.variables ?? []}
              describedBy={keys}
              onChange={(variables) => onChange({ variables })}
              onRun={onRun}
            />
          </Suspense>
        </div>
      </Panel>
    </div>
  );
}

function Buttons({
  draft,
  operations,
  operation,
  busy,
  closed,
  onChange,
  onRun,
  onStop,
  onPrettify,
}: WritingPanelsProps) {
  return (
    <>
      {operations.length > 1 && (
        <NativeSelect
          aria-label="Operation to run"
          size="xs"
          data={operations.map(({ name }) => name ?? '')}
          value={operation?.name ?? ''}
          onChange={(event) => onChange({ operation: event.currentTarget.value })}
        />
      )}
      <ActionIcon aria-label="Prettify" title="Prettify" onClick={onPrettify} disabled={draft.query.trim() === ''}>
        <IconWand size={16} stroke={1.6} />
      </ActionIcon>
      {busy ? (
        <Button leftSection={<IconPlayerStopFilled size={13} />} onClick={onStop}>
          Stop
        </Button>
      ) : (
        <Button
          variant="filled"
          leftSection={<IconPlayerPlayFilled size={13} />}
          onClick={onRun}
          disabled={closed || draft.query.trim() === ''}
        >
          Run
        </Button>
      )}
    </>
  );
}

const modifier = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? 'Cmd' : 'Ctrl';
