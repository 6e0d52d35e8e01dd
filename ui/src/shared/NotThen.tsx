import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { EventPartsFragment } from '../generated/documents';
import { EventRow } from './events/EventRow';
import { describeInstant, useInstant } from './instant';
import { Answer } from './kit/Answer';
import { Empty } from './kit/Empty';
import { Panel } from './kit/Panel';
import { after, before, eventsBeside } from './travel';

/** What begins an entity's presence in the catalog, and what ends it. */
const types = [
  'entity-registered',
  'entity-restored',
  'entity-renamed-from',
  'past-version-found',
  'entity-removed',
  'entity-renamed',
];

/** Says of what was not in the catalog at the instant of the page when it left it, and when it first came after. */
export function NotThen({ entityRef }: { entityRef: string }) {
  const at = useInstant();
  const query = useQuery(eventsBeside(at, { entity: [entityRef], types }));
  return (
    <Answer query={query} what="When it was in the catalog" lines={4}>
      {({ eventsBeside: { before: left, after: came } }) => (
        <>
          {left && (
            <Beside
              title="It had left the catalog"
              event={left}
              to={before(left, at)}
              then="Its last state can still be seen."
            />
          )}
          {came && (
            <Beside
              title={left ? 'It came back later' : 'It first appears later'}
              event={came}
              to={after(came, at)}
              then="The catalog knows it from then on."
            />
          )}
        </>
      )}
    </Answer>
  );
}

function Beside(props: { title: string; event: EventPartsFragment; to: string; then: string }) {
  return (
    <Panel title={props.title} flush>
      <ul>
        <EventRow event={props.event} about={false} />
      </ul>
      <Empty title={props.then}>
        <Link to="." search={(search: object) => ({ ...search, at: props.to })}>
          See it as of {describeInstant(props.to)}
        </Link>
      </Empty>
    </Panel>
  );
}
