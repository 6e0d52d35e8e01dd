import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { stringify } from 'yaml';
import type { DescriptorQuery } from '../../generated/documents';
import { useInstant } from '../../shared/instant';
import { Answer } from '../../shared/kit/Answer';
import { Panel } from '../../shared/kit/Panel';
import { plural } from '../../shared/time';
import type { PageEntity } from '../../shell/plugin';
import styles from './DescriptorTab.module.css';
import { descriptor } from './queries';
import { SourcePlace } from './SourcePlace';

type Read = NonNullable<DescriptorQuery['entity']>;

/** Texts longer than this, API definitions above all, are folded away below the descriptor. */
const long = 2000;

const given = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => !isNothing(value)));

const isNothing = (value: unknown) =>
  value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);

/** The document as the catalog holds it, in the order people write it, with its long texts taken out. */
export function documentOf(entity: Read): { document: unknown; texts: [path: string, text: string][] } {
  const texts: [string, string][] = [];
  const fold = (value: unknown, path: string): unknown => {
    if (typeof value === 'string' && value.length > long) {
      texts.push([path, value]);
      return `(${plural(value.split('\n').length, 'line')}, see below)`;
    }
    if (Array.isArray(value)) return value.map((each, index) => fold(each, `${path}[${index}]`));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fold(each, `${path}.${key}`)]));
    return value;
  };
  const metadata = given({
    name: entity.name,
    namespace: entity.namespace === 'default' ? undefined : entity.namespace,
    title: entity.metadataTitle === entity.name ? undefined : entity.metadataTitle,
    description: entity.description,
    labels: entity.labels,
    annotations: entity.annotations,
    tags: entity.tags,
    links: entity.links.map(given),
  });
  const document = { apiVersion: entity.apiVersion, kind: entity.kind, metadata, spec: fold(entity.spec, 'spec') };
  return { document, texts };
}

export default function DescriptorTab({ entity }: { entity: PageEntity }) {
  const query = useQuery(descriptor(entity.ref, useInstant()));
  const [format, setFormat] = useState('yaml');
  return (
    <div className={styles.tab}>
      <Panel title="Read from">
        <SourcePlace source={entity.source} />
      </Panel>
      <Panel
        title="Descriptor"
        aside={
          <SegmentedControl
            aria-label="Format"
            value={format}
            onChange={setFormat}
            data={[
              { value: 'yaml', label: 'YAML' },
              { value: 'json', label: 'JSON' },
            ]}
          />
        }
        flush
      >
        <Answer query={query} what="The descriptor" lines={12}>
          {({ entity: read }) => {
            if (!read) return <p className="quiet">It is not in the catalog at this instant.</p>;
            const { document, texts } = documentOf(read);
            return (
              <>
                <Code
                  name="Text of the descriptor"
                  text={format === 'yaml' ? stringify(document, { lineWidth: 100 }) : JSON.stringify(document, null, 2)}
                />
                {texts.map(([path, text]) => (
                  <details key={path} className={styles.long}>
                    <summary>
                      <code>{path}</code> {plural(text.split('\n').length, 'line')}
                    </summary>
                    <Code name={path} text={text} />
                  </details>
                ))}
              </>
            );
          }}
        </Answer>
      </Panel>
    </div>
  );
}

const Code = ({ name, text }: { name: string; text: string }) => (
  // biome-ignore lint/a11y/useSemanticElements: a named region, so that the scrolling text can be reached by keyboard
  // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
  <pre className={styles.code} role="region" tabIndex={0} aria-label={name}>
    {text}
  </pre>
);
