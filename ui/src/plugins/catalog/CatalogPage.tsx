import { ActionIcon, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useInstant } from '../../shared/instant';
import { isTyping } from '../../shared/keyboard';
import { Failure, Waiting } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { Page } from '../../shared/kit/Page';
import { plural } from '../../shared/time';
import styles from './CatalogPage.module.css';
import { CatalogTable } from './CatalogTable';
import { Filters } from './Filters';
import { catalogList } from './queries';
import type { CatalogSearch } from './search';
import { clauses } from './sentence';

export default function CatalogPage() {
  const search = useSearch({ from: '/catalog' });
  const at = useInstant();
  const list = useInfiniteQuery(catalogList(search, at));
  const total = list.data?.pages[0]?.entities.totalCount;
  const rows = list.data?.pages.flatMap((page) => page.entities.nodes) ?? [];
  const said = clauses(search);
  return (
    <Page title="Catalog">
      <div className={styles.tools}>
        <SearchBox value={search.q ?? ''} />
        <Filters search={search} />
      </div>
      <Sentence search={search} total={total} />
      <section className={styles.panel} aria-label="Entities">
        {list.isError && <Failure what="The list" error={list.error} retry={() => list.refetch()} />}
        {list.isPending && <Waiting lines={12} />}
        {total === 0 && said.length > 0 && (
          <Empty title="Nothing matches this filter.">
            {said.map(({ words, without }) => (
              <Link key={words} to="/catalog" search={without}>
                Without “{words}”
              </Link>
            ))}
          </Empty>
        )}
        {total === 0 && said.length === 0 && (
          <Empty title={at ? 'The catalog was empty at that instant.' : 'The catalog is empty.'}>
            {!at && <Link to="/sources">Register a source</Link>}
          </Empty>
        )}
        {rows.length > 0 && (
          <CatalogTable
            rows={rows}
            total={total ?? rows.length}
            sort={search.sort}
            searching={search.q !== undefined}
            more={list.hasNextPage ? () => !list.isFetching && void list.fetchNextPage() : undefined}
          />
        )}
      </section>
    </Page>
  );
}

/** The filter in words; each part can be taken away. */
export function Sentence({ search, total }: { search: CatalogSearch; total: number | undefined }) {
  const said = clauses(search);
  return (
    <div className={styles.sentence}>
      <p role="status" className="tabular">
        {total === undefined ? 'Counting' : plural(total, 'entity', 'entities')}
      </p>
      {said.map(({ words, without }) => (
        <Link key={words} to="/catalog" search={without} className={styles.clause} aria-label={`Remove: ${words}`}>
          {words}
          <IconX size={13} aria-hidden />
        </Link>
      ))}
      {said.length > 1 && (
        <Link to="/catalog" search={{ sort: search.sort }}>
          Clear all
        </Link>
      )}
    </div>
  );
}

/** Search as you type: typing replaces the address, so that "back" leaves the list and not the last letter. */
function SearchBox({ value }: { value: string }) {
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const written = useRef(value);

  useEffect(() => {
    if (value === written.current) return;
    written.current = value;
    setText(value);
  }, [value]);

  useEffect(() => {
    const q = text.trim();
    if (q === written.current) return;
    const timer = setTimeout(() => {
      written.current = q;
      void navigate({ to: '/catalog', search: (before) => ({ ...before, q: q || undefined }), replace: true });
    }, 200);
    return () => clearTimeout(timer);
  }, [text, navigate]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <TextInput
      ref={input}
      type="search"
      aria-label="Search names, titles, descriptions and tags"
      placeholder="Search names, descriptions, tags"
      leftSection={<IconSearch size={15} />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      className={styles.search}
      rightSection={
        text === '' ? undefined : (
          <ActionIcon size={24} aria-label="Clear the search" onClick={() => setText('')}>
            <IconX size={14} />
          </ActionIcon>
        )
      }
    />
  );
}
