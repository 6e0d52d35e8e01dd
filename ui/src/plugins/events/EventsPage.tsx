import { Button, MultiSelect, TextInput } from '@mantine/core';
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type EventFilter, EventLogDocument } from '../../generated/documents';
import { EventRow } from '../../shared/events/EventRow';
import { knownTypes } from '../../shared/events/sentence';
import { request } from '../../shared/graphql';
import { useInstant } from '../../shared/instant';
import { Failure, Waiting } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { Page } from '../../shared/kit/Page';
import { plural } from '../../shared/time';
import styles from './EventsPage.module.css';
import type { EventsSearch } from './plugin';

const toFilter = (search: EventsSearch): EventFilter => ({
  types: search.type,
  entity: search.entity ? [search.entity] : undefined,
  actor: search.actor ? [search.actor] : undefined,
  ...(search.position && { since: `@${Number(search.position) - 1}`, until: `@${search.position}` }),
});

/** The log from its end backwards, 50 events at a time. */
const eventLog = (search: EventsSearch, at: string | undefined) => {
  const where = toFilter(search);
  return infiniteQueryOptions({
    queryKey: ['events', 'log', { at }, where],
    queryFn: ({ pageParam, signal }) => request(EventLogDocument, { where, last: 50, before: pageParam, at }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ events: { pageInfo } }) =>
      pageInfo.hasPreviousPage ? (pageInfo.startCursor ?? undefined) : undefined,
    placeholderData: keepPreviousData,
  });
};

export default function EventsPage() {
  const search = useSearch({ from: '/events' });
  const at = useInstant();
  const log = useInfiniteQuery(eventLog(search, at));
  const total = log.data?.pages[0]?.events.totalCount;
  const filtered = search.type || search.entity || search.actor || search.position;
  return (
    <Page
      title="Events"
      lead="The log itself: every fact the catalog rests on, newest first. Nothing is ever rewritten."
    >
      <Filters search={search} />
      <p role="status" className="tabular">
        {total === undefined ? 'Counting' : plural(total, 'event')}
      </p>
      {search.position && (
        <p>
          Only the event at <code>@{search.position}</code>. <Link to="/events">Show all events</Link>
        </p>
      )}
      <section className={styles.panel} aria-label="Log">
        {log.isError && <Failure what="The log" error={log.error} retry={() => log.refetch()} />}
        {log.isPending && <Waiting lines={12} />}
        {total === 0 && (
          <Empty
            title={filtered ? 'No event matches this filter.' : at ? 'Nothing had happened yet.' : 'The log is empty.'}
          >
            {filtered ? (
              <Link to="/events">Clear the filter</Link>
            ) : (
              !at && <Link to="/sources">Register a source</Link>
            )}
          </Empty>
        )}
        <ul>
          {log.data?.pages.map((page) =>
            page.events.nodes.toReversed().map((event) => <EventRow key={event.id} event={event} />),
          )}
        </ul>
        {log.hasNextPage && (
          <div className={styles.more}>
            <Button onClick={() => log.fetchNextPage()} loading={log.isFetchingNextPage}>
              Show older events
            </Button>
          </div>
        )}
      </section>
    </Page>
  );
}

function Filters({ search }: { search: EventsSearch }) {
  const navigate = useNavigate();
  const change = (part: EventsSearch) =>
    void navigate({ to: '/events', search: (before) => ({ ...before, ...part }), replace: true });
  return (
    <search className={styles.filters}>
      <MultiSelect
        size="xs"
        label="Type"
        placeholder={search.type ? undefined : 'Any'}
        data={knownTypes}
        value={search.type ?? []}
        onChange={(type) => change({ type: type.length > 0 ? type : undefined })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Clear the types' }}
        className={styles.types}
      />
      <TextFilter
        label="Entity"
        placeholder="component:default/cart"
        value={search.entity}
        onChange={(entity) => change({ entity })}
      />
      <TextFilter label="Actor" placeholder="Any" value={search.actor} onChange={(actor) => change({ actor })} />
    </search>
  );
}

function TextFilter(props: {
  label: string;
  placeholder: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const [text, setText] = useState(props.value ?? '');
  useEffect(() => setText(props.value ?? ''), [props.value]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        props.onChange(text.trim() || undefined);
      }}
    >
      <TextInput
        label={props.label}
        placeholder={props.placeholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => text.trim() !== (props.value ?? '') && props.onChange(text.trim() || undefined)}
      />
    </form>
  );
}
