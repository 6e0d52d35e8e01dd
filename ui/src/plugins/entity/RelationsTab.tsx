import { Button, Checkbox, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useInstant } from '../../shared/instant';
import { Answer, Waiting } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { EntityLink } from '../../shared/kit/EntityLink';
import { Panel } from '../../shared/kit/Panel';
import { plural } from '../../shared/time';
import type { PageEntity } from '../../shell/plugin';
import { neighbourhood, type Related } from './queries';
import { RelationList } from './RelationList';
import styles from './Relations.module.css';
import { type Edge, edgesOf, relationOrder, relationWords } from './relations';

const RelationGraph = lazy(() => import('./RelationGraph'));

/** Above this a picture is a knot: the list comes first, and drawing is the reader's choice. */
const readable = 60;

export default function RelationsTab({ entity }: { entity: PageEntity }) {
  const { depth } = useSearch({ from: '/catalog/$kind/$namespace/$name' });
  const navigate = useNavigate();
  const query = useQuery(neighbourhood(entity.ref, depth === '2' ? 2 : 1, useInstant()));
  const [hidden, setHidden] = useState<readonly string[]>([]);
  return (
    <Answer query={query} what="The relations" lines={10}>
      {({ direct, further }) => (
        <div>
          <div className={styles.tools}>
            <SegmentedControl
              aria-label="Steps"
              value={depth ?? '1'}
              onChange={(value) =>
                navigate({
                  to: '.',
                  resetScroll: false,
                  search: (before) => ({ ...before, depth: value === '2' ? '2' : undefined }),
                  replace: true,
                })
              }
              data={[
                { value: '1', label: '1 step' },
                { value: '2', label: '2 steps' },
              ]}
            />
            <Types relations={[...direct, ...further]} hidden={hidden} onChange={setHidden} />
          </div>
          <Shown entity={entity} direct={direct} further={further} hidden={hidden} />
        </div>
      )}
    </Answer>
  );
}

/** What the neighbours are related to, in words. */
function SecondStep({ edges }: { edges: readonly Edge[] }) {
  const shown = edges.slice(0, 200);
  return (
    <Panel title="List of the second step" note={plural(edges.length, 'relation')} flush>
      <table className={styles.second}>
        <thead>
          <tr>
            <th scope="col">Entity</th>
            <th scope="col">Relation</th>
            <th scope="col">To</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((edge) => (
            <tr key={`${edge.from} ${edge.type} ${edge.to}`}>
              <td>
                <EntityLink entityRef={edge.from} />
              </td>
              <td>{relationWords(edge.type).toLowerCase()}</td>
              <td>
                <EntityLink entityRef={edge.to} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {edges.length > shown.length && <Empty title={`The first ${shown.length} are shown.`} />}
    </Panel>
  );
}

function Types(props: {
  relations: readonly Related[];
  hidden: readonly string[];
  onChange: (hidden: string[]) => void;
}) {
  const { relations, hidden } = props;
  const types = useMemo(() => [...new Set(edgesOf(relations).map((edge) => edge.type))], [relations]);
  return (
    <fieldset className={styles.types}>
      <legend className="visually-hidden">Types of relations</legend>
      {types
        .toSorted((a, b) => relationOrder.indexOf(a) - relationOrder.indexOf(b))
        .map((type) => (
          <Checkbox
            key={type}
            label={relationWords(type)}
            checked={!hidden.includes(type)}
            onChange={(event) =>
              props.onChange(event.currentTarget.checked ? hidden.filter((each) => each !== type) : [...hidden, type])
            }
          />
        ))}
    </fieldset>
  );
}

function Shown(props: { entity: PageEntity; direct: Related[]; further: Related[]; hidden: readonly string[] }) {
  const { entity, direct, further, hidden } = props;
  const narrow = useMediaQuery('(max-width: 799px)', undefined, { getInitialValueInEffect: false });
  const [drawAnyway, setDrawAnyway] = useState(false);
  const { all, edges, count } = useMemo(() => {
    const all = [...direct, ...further];
    const edges = edgesOf(all).filter((edge) => !hidden.includes(edge.type));
    return { all, edges, count: new Set(edges.flatMap((edge) => [edge.from, edge.to])).size };
  }, [direct, further, hidden]);
  const titles = useMemo(() => [[entity.ref, entity.title] as const], [entity.ref, entity.title]);
  const listed = direct.filter((relation) => edgesOf([relation]).every((edge) => !hidden.includes(edge.type)));

  if (direct.length === 0)
    return (
      <Panel title="Relations" flush>
        <Empty title="Related to nothing." />
      </Panel>
    );
  const draw = !narrow && edges.length > 0 && (count <= readable || drawAnyway);
  return (
    <div className={styles.tab}>
      {!narrow && count > readable && !drawAnyway && (
        <Panel title="Graph" flush>
          <div className={styles.much}>
            {plural(count, 'entity', 'entities')} would be a knot of lines. The list below says the same.
            <Button onClick={() => setDrawAnyway(true)}>Draw it anyway</Button>
          </div>
        </Panel>
      )}
      {draw && (
        <Panel title="Graph" note={plural(count, 'entity', 'entities')} flush>
          <Suspense fallback={<Waiting lines={12} />}>
            <RelationGraph
              centre={entity.ref}
              titles={titles}
              related={all}
              edges={edges}
              height={Math.min(Math.max(count * 48, 260), 640)}
            />
          </Suspense>
        </Panel>
      )}
      <Panel title="List" note={plural(listed.length, 'relation')} flush>
        <RelationList relations={listed} />
      </Panel>
      {further.length > 0 && (
        <SecondStep edges={edges.filter((edge) => edge.from !== entity.ref && edge.to !== entity.ref)} />
      )}
    </div>
  );
}
