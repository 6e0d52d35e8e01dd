import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useInstant } from '../../shared/instant';
import { kindName, kindOrder } from '../../shared/kinds';
import { shortRef } from '../../shared/ref';
import styles from './Filters.module.css';
import { catalogFacets } from './queries';
import { type CatalogSearch, type Dimension, dimensions } from './search';

interface Value {
  value: string;
  count: number;
}

/** What a value is called in the list of its dimension. */
function nameOf(dimension: Dimension, value: string): string {
  if (dimension === 'kind') return kindName(value);
  return dimension === 'owner' || dimension === 'system' ? shortRef(value) : value;
}

/** The values with their counts: kinds in their own order, the rest by count; chosen ones stay even at zero. */
export function ordered(dimension: Dimension, values: readonly Value[], chosen: readonly string[]): Value[] {
  const lower = (text: string) => text.toLowerCase();
  const known = new Set(values.map((each) => lower(each.value)));
  const all = [...values, ...chosen.filter((each) => !known.has(lower(each))).map((value) => ({ value, count: 0 }))];
  const relevant = dimension === 'system' ? all.filter((each) => lower(each.value).startsWith('system:')) : all;
  const place = ({ value }: Value) => (kindOrder.indexOf(lower(value)) + kindOrder.length + 1) % (kindOrder.length + 1);
  return relevant.sort((a, b) =>
    dimension === 'kind' ? place(a) - place(b) : b.count - a.count || a.value.localeCompare(b.value),
  );
}

/** One button a dimension; each opens its values with their counts. */
export function Filters({ search }: { search: CatalogSearch }) {
  const at = useInstant();
  const facets = useQuery(catalogFacets(search, at));
  return (
    <fieldset className={styles.filters}>
      <legend className="visually-hidden">Filters</legend>
      {dimensions.map(({ key, label }) => (
        <Filter
          key={key}
          dimension={key}
          label={label}
          chosen={search[key] ?? []}
          values={facets.data?.[key][0]?.values ?? []}
          failed={facets.error?.message}
        />
      ))}
      <ProblemsFilter on={search.problems === true} />
    </fieldset>
  );
}

function Filter(props: {
  dimension: Dimension;
  label: string;
  chosen: readonly string[];
  values: readonly Value[];
  failed: string | undefined;
}) {
  const { dimension, label, chosen } = props;
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const all = ordered(dimension, props.values, chosen);
  const shown = all.filter((each) => nameOf(dimension, each.value).toLowerCase().includes(text.toLowerCase()));
  const isChosen = (value: string) => chosen.some((each) => each.toLowerCase() === value.toLowerCase());

  const toggle = (value: string) => {
    const lower = value.toLowerCase();
    const rest = chosen.filter((each) => each.toLowerCase() !== lower);
    const next = isChosen(value) ? rest : [...rest, dimension === 'tag' ? value : lower];
    void navigate({
      to: '/catalog',
      search: (before) => ({ ...before, [dimension]: next.length > 0 ? next : undefined }),
    });
  };

  return (
    <Popover position="bottom-start" width={280} onChange={(opened) => !opened && setText('')} trapFocus>
      <Popover.Target>
        <Button rightSection={<IconChevronDown size={14} />} data-on={chosen.length > 0} className={styles.button}>
          {label}
          {chosen.length > 0 && <span className={styles.number}>{chosen.length}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.dropdown} aria-label={label}>
        {all.length > 8 && (
          <TextInput
            data-autofocus
            aria-label={`Find in ${label.toLowerCase()}`}
            placeholder="Find"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            className={styles.find}
          />
        )}
        {props.failed && <p className={styles.none}>The counts could not be read: {props.failed}</p>}
        {!props.failed && shown.length === 0 && <p className={styles.none}>Nothing to choose here.</p>}
        <ul className={styles.values}>
          {shown.map(({ value, count }) => (
            <li key={value}>
              <Checkbox
                checked={isChosen(value)}
                onChange={() => toggle(value)}
                label={
                  <>
                    <span className={styles.value} title={value}>
                      {nameOf(dimension, value)}
                    </span>{' '}
                    <span className={styles.count}>{count.toLocaleString('en')}</span>
                  </>
                }
              />
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

function ProblemsFilter({ on }: { on: boolean }) {
  const navigate = useNavigate();
  return (
    <Button
      aria-pressed={on}
      data-on={on}
      className={styles.button}
      onClick={() =>
        navigate({ to: '/catalog', search: (before) => ({ ...before, problems: on ? undefined : (true as const) }) })
      }
    >
      With problems
    </Button>
  );
}
