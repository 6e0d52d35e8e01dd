import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { EventRow } from '../../shared/events/EventRow';
import { describeInstant, useInstant } from '../../shared/instant';
import { Answer } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { EntityLink } from '../../shared/kit/EntityLink';
import { Panel } from '../../shared/kit/Panel';
import { missing } from './queries';

/** Nothing has this reference now: the log may still know it, and something may be called alike. */
export function MissingEntity({ entityRef }: { entityRef: string }) {
  const at = useInstant();
  const query = useQuery(missing(entityRef));
  return (
    <>
      <header>
        <h1>Not in the catalog{at ? ' at that instant' : ''}</h1>
        <code className="quiet">{entityRef}</code>
      </header>
      <Answer query={query} what="What the log says about it" lines={4}>
        {({ events, entities }) => {
          const last = events.nodes.at(-1);
          return (
            <>
              {last && (
                <Panel title="The last the log says of it" flush>
                  <ul>
                    {events.nodes.toReversed().map((event) => (
                      <EventRow key={event.id} event={event} about={false} />
                    ))}
                  </ul>
                  <Empty title="Its last state can still be seen.">
                    <Link to="." search={(before) => ({ ...before, at: `@${BigInt(last.position) - 1n}` })}>
                      See it as of {describeInstant(`@${BigInt(last.position) - 1n}`)}
                    </Link>
                  </Empty>
                </Panel>
              )}
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
          );
        }}
      </Answer>
    </>
  );
}
