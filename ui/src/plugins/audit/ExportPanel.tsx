import { Button, TextInput } from '@mantine/core';
import { IconDownload, IconTable } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Failure } from '../../shared/kit/Answer';
import { Panel } from '../../shared/kit/Panel';
import { plural } from '../../shared/time';
import styles from './AuditPage.module.css';
import type { AuditSearch } from './plugin';
import { exportAddress, exportQuery } from './queries';

/** A range and a scope, what the export of them would hold, and the export. */
export function ExportPanel() {
  const search = useSearch({ from: '/audit' });
  const preview = useQuery({ ...exportQuery(search), placeholderData: keepPreviousData });
  const held = preview.data?.audit.export;
  const ready = held !== undefined && held.events > 0 && !preview.isError && !preview.isPlaceholderData;
  return (
    <Panel title="Export">
      <div className={styles.fields}>
        <Field
          name="from"
          label="From"
          description="A day, a time, or a position such as @1200"
          placeholder="the beginning"
        />
        <Field name="to" label="To" description="A day counts whole (UTC)" placeholder="the end" />
        <Field
          name="scope"
          label="Scope"
          description="References, kind:, tag:, owner:, source:; of one sort any, of each sort one"
          placeholder="everything"
        />
      </div>
      {preview.isError ? (
        <Failure what="The export" error={preview.error} />
      ) : (
        <p role="status" className={styles.holds} data-waiting={!ready || undefined}>
          {held === undefined
            ? 'Counting'
            : held.events === 0
              ? 'Nothing was recorded in this range and scope.'
              : `${plural(held.events, 'event')}, @${held.from} to @${held.to}${held.streams == null ? '' : `, of ${plural(held.streams, 'stream')}`}`}
        </p>
      )}
      <div className={styles.buttons}>
        <Button
          component="a"
          variant="filled"
          href={exportAddress(search, 'jsonl')}
          download
          leftSection={<IconDownload size={16} />}
          {...(ready ? {} : { 'data-disabled': true, 'aria-disabled': true, tabIndex: -1 })}
        >
          Download with proofs
        </Button>
        <Button
          component="a"
          href={exportAddress(search, 'csv')}
          download
          leftSection={<IconTable size={16} />}
          {...(ready ? {} : { 'data-disabled': true, 'aria-disabled': true, tabIndex: -1 })}
        >
          Table for people (CSV)
        </Button>
      </div>
      <p className="quiet">
        What is not anchored yet is anchored first. <code>eventcatalog verify FILE</code> checks the file without this
        portal; the table proves nothing.
      </p>
    </Panel>
  );
}

function Field(props: { name: keyof AuditSearch; label: string; description: string; placeholder: string }) {
  const { name, ...rest } = props;
  const navigate = useNavigate();
  const value = useSearch({ from: '/audit' })[name] ?? '';
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const take = () =>
    text.trim() !== value &&
    void navigate({
      to: '/audit',
      search: (before) => ({ ...before, [name]: text.trim() || undefined }),
      replace: true,
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <TextInput {...rest} value={text} onChange={(event) => setText(event.currentTarget.value)} onBlur={take} />
    </form>
  );
}
