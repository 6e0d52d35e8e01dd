import { useQuery } from '@tanstack/react-query';
import { FactsDocument } from '../../generated/documents';
import { useInstant } from '../../shared/instant';
import { Answer } from '../../shared/kit/Answer';
import { Panel } from '../../shared/kit/Panel';
import { SendFirst } from '../../shared/kit/SendFirst';
import { graphqlQuery } from '../../shared/queries';
import { plural } from '../../shared/time';
import type { PageEntity } from '../../shell/plugin';
import { FactTable } from './FactTable';

export default function FactsTab({ entity }: { entity: PageEntity }) {
  const at = useInstant();
  const query = useQuery(graphqlQuery(['entity', entity.ref, 'facts'], FactsDocument, { ref: entity.ref, at }));
  return (
    <Answer query={query} what="The facts" lines={6}>
      {(data) => {
        const facts = data.entity?.facts ?? [];
        return (
          <Panel title="Facts" note={facts.length > 0 ? plural(facts.length, 'fact') : undefined} flush>
            {facts.length === 0 ? (
              <SendFirst
                title="No system has observed anything about it yet."
                path={`/api/facts/${entity.ref}`}
                type="application/json"
                body={`{"source":"trial","facts":[{"name":"tests.seconds","value":42}]}`}
              >
                Send a fact from any system. Coverage reports and bills of materials become facts, too.
              </SendFirst>
            ) : (
              <FactTable facts={facts} />
            )}
          </Panel>
        );
      }}
    </Answer>
  );
}
