import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useInstant } from '../../shared/instant';
import { Answer, Waiting } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { Panel } from '../../shared/kit/Panel';
import type { PageEntity } from '../../shell/plugin';
import { neighbourhood } from './queries';
import { RelationList } from './RelationList';
import { edgesOf } from './relations';

const RelationGraph = lazy(() => import('./RelationGraph'));

/** More than this do not fit the card without shrinking its words; the list does not mind. */
const fits = 10;

/** The direct relations: a picture while it stays readable, else the list. */
export function RelationsCard({ entity }: { entity: PageEntity }) {
  const query = useQuery(neighbourhood(entity.ref, 1, useInstant()));
  const narrow = useMediaQuery('(max-width: 799px)', undefined, { getInitialValueInEffect: false });
  return (
    <Panel
      title="Relations"
      note={query.data?.direct.length}
      aside={
        <Link to="." search={(before) => ({ ...before, tab: 'relations' })}>
          All relations
        </Link>
      }
      flush
    >
      <Answer query={query} what="The relations" lines={8}>
        {({ direct }) => {
          if (direct.length === 0) return <Empty title="Related to nothing." />;
          if (narrow || direct.length > fits) return <RelationList relations={direct} most={12} />;
          return (
            <Suspense fallback={<Waiting lines={8} />}>
              <RelationGraph
                centre={entity.ref}
                titles={[[entity.ref, entity.title]]}
                related={direct}
                edges={edgesOf(direct)}
                height={Math.min(Math.max(direct.length * 46 + 60, 200), 420)}
              />
            </Suspense>
          );
        }}
      </Answer>
    </Panel>
  );
}
