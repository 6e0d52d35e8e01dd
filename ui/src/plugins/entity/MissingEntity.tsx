import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { EventPartsFragment } from '../../generated/documents';
import { EventRow } from '../../shared/events/EventRow';
import { describeInstant, useInstant } from '../../shared/instant';
import { Answer } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { EntityLink } from '../../shared/kit/EntityLink';
import { Panel } from '../../shared/kit/Panel';
import { NotThen } from '../../shared/NotThen';
import { before } from '../../shared/travel';
import { missing } from './queries';

/** Nothing has this reference at the instant of the page: the log may still know it, and something may be called alike. */
export function MissingEntity({ entityRef }: { entityRef: string }) {
  const at = useInstant();
  const query = useQuery(missing(entityRef, at));
  return (
    <>
      <header>
        <h1>Not in the catalog{at ? ' at that instant' : ''}</h1>
        <code className="quiet">{entityRef}</code>
      </header>
      {at && <NotThen entityRef={entityRef} />}
      <Answer query={query} what="What the log says about it" lines={4}>
        {({ events, entities }) => (
          <>
            {!at && events.nodes.length > 0 && <LastSaid events={events.nodes} />}
            <Panel title="Called alike" flush={entities.nodes.length === 0}>
              {entities.nodes.length === 0 ? (
                <Empty title="Nothing has a similar name.">
                  <Link to="/catalog">The whole catalog</Link>
                </Empty>
              ) : (
                <ul>
                  {entities.nodes.map((entity) => (
                    <li key={entity.ref}>
                      <EntityLink entityRef={entity.ref} title={entity.title} />
                    </li>
                  ))}
                </ul>
              )}
            </Panel>
          </>
        )}
      </Answer>
    </>
  );
}

function LastSaid({ events }: { events: readonly EventPartsFragment[] }) {
  const last = events.at(-1);
  const instant = last && before(last, undefined);
  return (
    <Panel title="The last the log says of it" flush>
      <ul>
        {events.toReversed().map((event) => (
          <EventRow key={event.id} event={event} about={false} />
        ))}
      </ul>
      {instant && (
        <Empty title="Its last state can still be seen.">
          <Link to="." search={(search) => ({ ...search, at: instant })}>
            See it as of {describeInstant(instant)}
          </Link>
        </Empty>
      )}
    </Panel>
  );
}
