import { ActionIcon, TextInput } from '@mantine/core';
import { IconArrowLeft, IconSearch } from '@tabler/icons-react';
import type { GraphQLSchema } from 'graphql';
import { useEffect, useRef, useState } from 'react';
import { Empty } from '../../shared/kit/Empty';
import styles from './SchemaReader.module.css';
import { SchemaStart, SchemaType } from './SchemaType';
import { type Place, searchSchema } from './schemaSearch';

interface SchemaReaderProps {
  schema: GraphQLSchema;
  /** Where the reader has been; the last is shown, none is the beginning. */
  trail: readonly Place[];
  onGo: (place: Place) => void;
  onBack: () => void;
}

/** The schema as pages: the roots, then each type with what it holds, reached by a click or by search. */
export function SchemaReader({ schema, trail, onGo, onBack }: SchemaReaderProps) {
  const [sought, setSought] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  const movesFocus = useRef(false);
  const place = trail.at(-1);
  const type = place && schema.getType(place.type);

  const go = (next: Place) => {
    movesFocus.current = true;
    setSought('');
    onGo(next);
  };
  const back = () => {
    movesFocus.current = true;
    onBack();
  };
  // What was clicked is gone with its page; the keyboard goes on at the new page's heading.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is what brings another heading
  useEffect(() => {
    if (movesFocus.current) heading.current?.focus();
    movesFocus.current = false;
  }, [place]);
  // Whoever asks from the editor wants the answer, not what was sought before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => setSought(''), [place]);

  return (
    <div className={styles.reader}>
      <search className={styles.search}>
        <TextInput
          aria-label="Find a type or a field"
          placeholder="Find a type or a field"
          leftSection={<IconSearch size={14} />}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
      </search>
      {sought.trim() !== '' ? (
        <Hits places={searchSchema(schema, sought)} onGo={go} />
      ) : (
        <>
          <div className={styles.head}>
            {place && (
              <ActionIcon aria-label={`Back to ${trail.at(-2)?.type ?? 'all types'}`} onClick={back}>
                <IconArrowLeft size={16} />
              </ActionIcon>
            )}
            <h3 ref={heading} tabIndex={-1}>
              {place?.type ?? 'All types'}
            </h3>
          </div>
          {type ? (
            <SchemaType schema={schema} type={type} member={place.member} onGo={go} />
          ) : (
            <SchemaStart schema={schema} onGo={go} />
          )}
        </>
      )}
    </div>
  );
}

function Hits({ places, onGo }: { places: readonly Place[]; onGo: (place: Place) => void }) {
  if (places.length === 0) return <Empty title="Nothing in the schema is called so." />;
  return (
    <ul className={styles.list} aria-label="Found in the schema">
      {places.map((place) => (
        <li key={`${place.type}.${place.member}`}>
          <button type="button" className={styles.row} onClick={() => onGo(place)}>
            {place.member ? (
              <>
                <span className={styles.quiet}>{place.type}.</span>
                {place.member}
              </>
            ) : (
              place.type
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}
