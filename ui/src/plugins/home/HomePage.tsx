import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense, useState } from 'react';
import {
  HomeCountsDocument,
  HomeProblemsDocument,
  HomeRecentDocument,
  HomeTeamsDocument,
} from '../../generated/documents';
import { EventRow } from '../../shared/events/EventRow';
import { useInstant } from '../../shared/instant';
import { kindLook, kindOrder } from '../../shared/kinds';
import { Answer, Waiting } from '../../shared/kit/Answer';
import { Command } from '../../shared/kit/Command';
import { Empty } from '../../shared/kit/Empty';
import { EntityLink, KindIcon } from '../../shared/kit/EntityLink';
import { Problems } from '../../shared/kit/Marks';
import { Page } from '../../shared/kit/Page';
import { Panel } from '../../shared/kit/Panel';
import { portalQuery } from '../../shared/portal';
import { graphqlQuery } from '../../shared/queries';
import { RegisterSource } from '../../shared/sources/RegisterSource';
import { plural } from '../../shared/time';
import { useHomeCards } from '../../shell/plugin';
import styles from './HomePage.module.css';

const counts = (at: string | undefined) => graphqlQuery(['facets', 'home-counts'], HomeCountsDocument, { at });
const teams = (at: string | undefined) => graphqlQuery(['entities', 'home-teams'], HomeTeamsDocument, { at });
const recent = (at: string | undefined) => graphqlQuery(['events', 'home'], HomeRecentDocument, { at });
// What failed while reading a source is known of now only.
const problems = (at: string | undefined) =>
  graphqlQuery(['entities', 'home-problems'], HomeProblemsDocument, {
    at,
    past: at !== undefined,
  });

export default function HomePage() {
  const at = useInstant();
  const kinds = useQuery(counts(at));
  const empty = kinds.data?.facets[0]?.values.length === 0;
  return (
    <Page title="Home" heading={<Head />}>
      <Demo />
      {!empty ? <Kinds /> : at === undefined ? <FirstSteps /> : <BeforeAll />}
      <div className={styles.columns}>
        <Recent />
        <div className={styles.side}>
          <Attention />
          <PluginCards />
          <Teams />
        </div>
      </div>
    </Page>
  );
}

function Head() {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  return (
    <header className={styles.head}>
      <h1>Catalog of software</h1>
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void navigate({ to: '/catalog', search: { q: text.trim() || undefined } });
          }}
        >
          <TextInput
            type="search"
            size="sm"
            aria-label="Search the catalog"
            placeholder="Service, API, team, tag or words"
            leftSection={<IconSearch size={16} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" variant="filled" size="sm">
            Search
          </Button>
        </form>
      </search>
    </header>
  );
}

/** Says that this is the demo organisation, and how to see one's own code instead. */
function Demo() {
  const portal = useQuery(portalQuery);
  if (!portal.data?.demo) return null;
  return (
    <aside className={styles.demo} aria-label="Demo organisation">
      <p>
        <strong>Demo organisation.</strong> Everything here is made up. To see your own code, register a source on the{' '}
        <Link to="/sources">Sources</Link> page, or start the portal with
      </p>
      <Command text={portal.data.commandForOwnCode} />
    </aside>
  );
}

function FirstSteps() {
  const portal = useQuery(portalQuery);
  return (
    <Panel title="First steps">
      <p className={styles.first}>
        The catalog is empty. Register one descriptor, a folder, or a git repository; it is searched for files named
        catalog-info.yaml.
      </p>
      <RegisterSource />
      {portal.data && (
        <div className={styles.or}>
          <span className="quiet">or start the portal with</span>
          <Command text={portal.data.commandForOwnCode} />
        </div>
      )}
    </Panel>
  );
}

function BeforeAll() {
  return (
    <Panel title="Kinds" flush>
      <Empty title="The catalog was empty at that instant." />
    </Panel>
  );
}

function Kinds() {
  const query = useQuery(counts(useInstant()));
  return (
    <section aria-label="Kinds">
      <Answer query={query} what="The counts" lines={2}>
        {({ facets }) => {
          const byKind = new Map(facets[0]?.values.map(({ value, count }) => [value.toLowerCase(), count]));
          const custom = [...byKind.keys()].filter((kind) => !kindOrder.includes(kind));
          const shown = [...kindOrder, ...custom].filter((kind) => byKind.has(kind) && kind !== 'location');
          return (
            <ul className={styles.tiles}>
              {shown.map((kind) => (
                <li key={kind}>
                  <Link to="/catalog" search={{ kind: [kind] }} className={styles.tile}>
                    <KindIcon kind={kind} size={18} />
                    <span className={styles.count}>{byKind.get(kind)?.toLocaleString('en')}</span>
                    <span className={styles.kind}>{kindLook(kind).many}</span>
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
    </section>
  );
}

const cards = new Map<string, ComponentType<object>>();

function PluginCards() {
  return useHomeCards().map((card) => {
    const Content = cards.get(card.id) ?? lazy(card.load);
    cards.set(card.id, Content);
    return (
      <Suspense key={card.id} fallback={<Waiting lines={4} />}>
        <Content />
      </Suspense>
    );
  });
}

function Recent() {
  const query = useQuery(recent(useInstant()));
  return (
    <Panel title="Recently changed" aside={<Link to="/events">All events</Link>} flush>
      <Answer query={query} what="The recent changes" lines={12}>
        {({ events }) =>
          events.nodes.length === 0 ? (
            <Empty title="Nothing has happened yet." />
          ) : (
            <ul>
              {events.nodes.toReversed().map((event) => (
                <EventRow key={event.id} event={event} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}

function Teams() {
  const query = useQuery(teams(useInstant()));
  return (
    <Panel title="Teams" aside={<Link to="/teams">All teams</Link>} flush>
      <Answer query={query} what="The teams" lines={8}>
        {({ facets, entities }) => {
          const titles = new Map(entities.nodes.map((group) => [group.ref, group.title]));
          const owners = (facets[0]?.values ?? [])
            .filter(({ value }) => value.toLowerCase().startsWith('group:'))
            .toSorted((a, b) => b.count - a.count)
            .slice(0, 8);
          if (owners.length === 0) return <Empty title="No team owns anything yet." />;
          const most = owners[0]?.count ?? 1;
          return (
            <ul>
              {owners.map(({ value, count }) => (
                <li key={value} className={styles.team}>
                  <EntityLink entityRef={value} title={titles.get(value)} />
                  <span className={styles.bar} aria-hidden>
                    <span style={{ width: `${(100 * count) / most}%` }} />
                  </span>
                  <Link to="/catalog" search={{ owner: [value] }} className={styles.owns}>
                    owns {count.toLocaleString('en')}
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
    </Panel>
  );
}

function Attention() {
  const query = useQuery(problems(useInstant()));
  const total = query.data
    ? query.data.entities.totalCount + (query.data.sources ?? []).filter((source) => source.problems.length > 0).length
    : undefined;
  return (
    <Panel title="Needs attention" note={total} flush>
      <Answer query={query} what="The problems" lines={4}>
        {({ entities, sources }) => {
          const failing = (sources ?? []).filter((source) => source.problems.length > 0);
          if (entities.totalCount === 0 && failing.length === 0) return <Empty title="No problems found." />;
          return (
            <ul className={styles.attention}>
              {failing.map((source) => (
                <li key={source.id}>
                  <Link to="/sources" hash={source.id} className={styles.source}>
                    {plural(source.problems.length, 'problem')} in {source.target}
                  </Link>
                  <Problems problems={source.problems.slice(0, 2)} />
                </li>
              ))}
              {entities.nodes.map((entity) => (
                <li key={entity.ref}>
                  <EntityLink entityRef={entity.ref} title={entity.title} className={styles.source} />
                  <Problems problems={entity.problems.slice(0, 2)} />
                </li>
              ))}
              {entities.totalCount > entities.nodes.length && (
                <li className={styles.all}>
                  <Link to="/catalog" search={{ problems: true }}>
                    All {plural(entities.totalCount, 'entity', 'entities')} with problems
                  </Link>
                </li>
              )}
            </ul>
          );
        }}
      </Answer>
    </Panel>
  );
}
