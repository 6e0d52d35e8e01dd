import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { TeamOwnsQuery, TeamQuery } from '../../generated/documents';
import { contactsOf } from '../../shared/contacts';
import { groupBy } from '../../shared/groupBy';
import { useInstant } from '../../shared/instant';
import { kindLook, kindOrder } from '../../shared/kinds';
import { Answer } from '../../shared/kit/Answer';
import { Contacts } from '../../shared/kit/Contacts';
import { Empty } from '../../shared/kit/Empty';
import { EntityLink, KindIcon } from '../../shared/kit/EntityLink';
import { Lifecycle, Problems } from '../../shared/kit/Marks';
import { Page } from '../../shared/kit/Page';
import { Panel } from '../../shared/kit/Panel';
import { NotThen } from '../../shared/NotThen';
import { shortRef } from '../../shared/ref';
import { plural } from '../../shared/time';
import { Handovers } from './Handovers';
import { Members } from './Members';
import { missionOf } from './profile';
import { team, teamOwns } from './queries';
import { Stale } from './Stale';
import styles from './Teams.module.css';

type Team = NonNullable<TeamQuery['entity']>;

export default function TeamPage() {
  const { namespace, name } = useParams({ from: '/team/$namespace/$name' });
  const ref = `group:${namespace}/${name}`.toLowerCase();
  const at = useInstant();
  const query = useQuery(team(ref, at));
  return (
    <Page title={query.data?.entity?.title ?? name} heading={null}>
      <Answer query={query} what={`The team ${ref}`} lines={10}>
        {({ entity }) =>
          entity ? (
            <Found team={entity} />
          ) : (
            <>
              <h1>{at ? 'Not in the catalog at that instant' : 'No such team'}</h1>
              {at && <NotThen entityRef={ref} />}
              <Panel title={ref} flush>
                <Empty title={`The catalog ${at ? 'had' : 'has'} no group with this reference.`}>
                  <Link to="/teams">All teams</Link>
                  <Link to="/catalog/$kind/$namespace/$name" params={{ kind: 'group', namespace, name }}>
                    What the log says of it
                  </Link>
                </Empty>
              </Panel>
            </>
          )
        }
      </Answer>
    </Page>
  );
}

function Found({ team }: { team: Team }) {
  return (
    <>
      <Head team={team} />
      <div className={styles.columns}>
        <div className={styles.column}>
          {team.problems.length > 0 && (
            <Panel title="Problems" note={team.problems.length} flush>
              <Problems problems={team.problems} />
            </Panel>
          )}
          <Stale teamRef={team.ref} />
          <Owns teamRef={team.ref} hasChildren={team.children.nodes.length > 0} />
          <Handovers teamRef={team.ref} />
        </div>
        <div className={styles.column}>
          <Members members={team.members} />
          <Kin team={team} />
        </div>
      </div>
    </>
  );
}

function Head({ team }: { team: Team }) {
  const { namespace, name } = useParams({ from: '/team/$namespace/$name' });
  const contacts = contactsOf(team);
  const mission = missionOf(team);
  return (
    <header className={styles.head}>
      <div>
        <div className={styles.title}>
          <KindIcon kind="group" size={24} />
          <h1>{team.title}</h1>
          {team.type && <span className="quiet">{team.type}</span>}
        </div>
        <code className="quiet">{team.ref}</code>
      </div>
      <Link to="/catalog/$kind/$namespace/$name" params={{ kind: 'group', namespace, name }}>
        Descriptor, relations, history
      </Link>
      {(team.description || mission) && (
        <div className={styles.mission}>
          {team.description && <p>{team.description}</p>}
          {mission && <p className={styles.aim}>Mission: {mission}</p>}
        </div>
      )}
      {contacts.length > 0 && <Contacts contacts={contacts} />}
    </header>
  );
}

function Kin({ team }: { team: Team }) {
  const entry = (relation: Team['parents']['nodes'][number]) => (
    <li key={relation.targetRef}>
      <EntityLink entityRef={relation.targetRef} title={relation.target?.title} />
    </li>
  );
  return (
    <>
      {team.parents.nodes.length > 0 && (
        <Panel title="Part of" flush>
          <ul className={styles.kin}>{team.parents.nodes.map(entry)}</ul>
        </Panel>
      )}
      {team.children.nodes.length > 0 && (
        <Panel title="Sub-teams" note={team.children.nodes.length} flush>
          <ul className={styles.kin}>{team.children.nodes.map(entry)}</ul>
        </Panel>
      )}
    </>
  );
}

function Owns({ teamRef, hasChildren }: { teamRef: string; hasChildren: boolean }) {
  const { sub } = useSearch({ from: '/team/$namespace/$name' });
  const navigate = useNavigate();
  const query = useQuery(teamOwns(teamRef, sub === true, useInstant()));
  return (
    <Panel
      title="Owns"
      note={query.data && plural(query.data.entities.totalCount, 'entity', 'entities')}
      aside={
        hasChildren && (
          <Switch
            label="Include sub-teams"
            checked={sub === true}
            onChange={(event) => {
              const on = event.currentTarget.checked || undefined;
              void navigate({
                to: '.',
                resetScroll: false,
                search: (before) => ({ ...before, sub: on }),
                replace: true,
              });
            }}
          />
        )
      }
      flush
    >
      <Answer query={query} what="What the team owns" lines={6}>
        {({ entities }) =>
          entities.nodes.length === 0 ? (
            <Empty title="The team owns nothing.">{hasChildren && !sub && <span>Its sub-teams may.</span>}</Empty>
          ) : (
            <>
              <OwnedByKind owned={entities.nodes} teamRef={teamRef} />
              {entities.totalCount > entities.nodes.length && (
                <Empty title={`The first ${entities.nodes.length} are shown.`}>
                  <Link to="/catalog" search={{ owner: [teamRef] }}>
                    All in the catalog
                  </Link>
                </Empty>
              )}
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

function OwnedByKind({ owned, teamRef }: { owned: TeamOwnsQuery['entities']['nodes']; teamRef: string }) {
  const kinds = [...groupBy(owned, (entity) => entity.kind.toLowerCase())].sort(
    ([a], [b]) => kindOrder.indexOf(a) - kindOrder.indexOf(b),
  );
  return kinds.map(([kind, entities]) => (
    <section key={kind} className={styles.group} aria-label={kindLook(kind).many}>
      <h3>
        {kindLook(kind).many} <span className="quiet tabular">{entities.length}</span>
      </h3>
      <ul>
        {entities.map((entity) => (
          <li key={entity.ref} className={styles.owned}>
            <EntityLink entityRef={entity.ref} title={entity.title} />
            <span className={`${styles.wide} quiet`} title={entity.description ?? undefined}>
              {entity.ownerRef && entity.ownerRef !== teamRef
                ? `through ${shortRef(entity.ownerRef)}`
                : entity.description}
            </span>
            <span className={styles.wide}>{entity.type}</span>
            <Lifecycle value={entity.lifecycle ?? undefined} />
          </li>
        ))}
      </ul>
    </section>
  ));
}
