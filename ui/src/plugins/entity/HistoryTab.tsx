import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { EventRow } from '../../shared/events/EventRow';
import { millisecondsOf, useInstant } from '../../shared/instant';
import { Answer, Failure, Waiting } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { Panel } from '../../shared/kit/Panel';
import { plural } from '../../shared/time';
import type { PageEntity } from '../../shell/plugin';
import styles from './HistoryTab.module.css';
import { OwnershipBar } from './OwnershipBar';
import { history, ownershipTimeline } from './queries';

export default function HistoryTab({ entity }: { entity: PageEntity }) {
  const at = useInstant();
  const timeline = useQuery(ownershipTimeline(entity.ref, at));
  return (
    <div className={styles.tab}>
      <Panel title="Owners over time" aside={<OwnedThen entity={entity} />}>
        <Answer query={timeline} what="The owners over time" lines={3}>
          {(data) => (
            <OwnershipBar periods={data.entity?.ownershipTimeline ?? []} now={millisecondsOf(at)} end={at && 'then'} />
          )}
        </Answer>
      </Panel>
      <Log entityRef={entity.ref} />
    </div>
  );
}

/** Who owned it, and how they were reached, at an instant: a system with all its parts. */
function OwnedThen({ entity }: { entity: PageEntity }) {
  const asked = entity.kind.toLowerCase() === 'system' ? { system: [entity.ref] } : { ref: [entity.ref] };
  return (
    <Link to="/teams/then" search={(before) => ({ at: before.at, ...asked })}>
      Who owned it then
    </Link>
  );
}

function Log({ entityRef }: { entityRef: string }) {
  const log = useInfiniteQuery(history(entityRef, useInstant()));
  const total = log.data?.pages[0]?.entity?.history.totalCount;
  const events = log.data?.pages.flatMap((page) => page.entity?.history.nodes.toReversed() ?? []) ?? [];
  return (
    <Panel title="What happened" note={total === undefined ? undefined : plural(total, 'event')} flush>
      {log.isError && <Failure what="The history" error={log.error} retry={() => log.refetch()} />}
      {log.isPending && <Waiting lines={8} />}
      {total === 0 && <Empty title="The log says nothing about it." />}
      <ul>
        {events.map((event) => (
          <EventRow key={event.id} event={event} about={false} />
        ))}
      </ul>
      {log.hasNextPage && (
        <div className={styles.more}>
          <Button onClick={() => log.fetchNextPage()} loading={log.isFetchingNextPage}>
            Show older events
          </Button>
        </div>
      )}
    </Panel>
  );
}
