import { IconExternalLink } from '@tabler/icons-react';
import { type ComponentType, lazy, Suspense } from 'react';
import { isSafeUrl } from '../../shared/contacts';
import { useInstant } from '../../shared/instant';
import { Waiting } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { Problems, Tags } from '../../shared/kit/Marks';
import { Panel } from '../../shared/kit/Panel';
import { day } from '../../shared/time';
import { type EntityCard, type PageEntity, useCards } from '../../shell/plugin';
import { ConflictsPanel } from './ConflictsPanel';
import styles from './EntityPage.module.css';
import { RelationsCard } from './RelationsCard';
import { SourcePlace } from './SourcePlace';
import { Why } from './Why';

const loaded = new Map<string, ComponentType<{ entity: PageEntity }>>();

function contentOf(card: EntityCard) {
  const content = loaded.get(card.id) ?? lazy(card.load);
  loaded.set(card.id, content);
  return content;
}

export default function OverviewTab({ entity }: { entity: PageEntity }) {
  const at = useInstant();
  const cards = useCards().filter((card) => card.appliesTo(entity));
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        {entity.problems.length > 0 && (
          <Panel title="Problems" note={entity.problems.length} flush>
            <Problems problems={entity.problems} />
          </Panel>
        )}
        <About entity={entity} />
        {/* Which sources wait is known of now only. */}
        {at === undefined && <ConflictsPanel conflicts={entity.conflicts} />}
        <RelationsCard entity={entity} />
      </div>
      <div className={styles.column}>
        {cards.map((card) => {
          const Content = contentOf(card);
          return (
            <Suspense key={card.id} fallback={<Waiting lines={4} />}>
              <Content entity={entity} />
            </Suspense>
          );
        })}
        <Links entity={entity} />
        <Panel title="Read from">
          <SourcePlace source={entity.source} />
        </Panel>
      </div>
    </div>
  );
}

function About({ entity }: { entity: PageEntity }) {
  const labels = Object.entries((entity.labels ?? {}) as Record<string, string>);
  return (
    <Panel title="About">
      {entity.description ? (
        <p className={styles.description}>
          {entity.description} <Why entity={entity} path="/metadata/description" what="description" />
        </p>
      ) : (
        <p className="quiet">The descriptor has no description.</p>
      )}
      <dl className={styles.about}>
        <dt>Tags</dt>
        <dd className={styles.valued}>
          <Tags tags={entity.tags} />
          {entity.tags.length > 0 && <Why entity={entity} path="/metadata/tags" what="list of tags" />}
        </dd>
        {labels.length > 0 && (
          <>
            <dt>Labels</dt>
            <dd>
              {labels.map(([key, value]) => (
                <div key={key}>
                  <code>
                    {key}: {value}
                  </code>
                  <Why
                    entity={entity}
                    path={`/metadata/labels/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`}
                    what={`label ${key}`}
                  />
                </div>
              ))}
            </dd>
          </>
        )}
        <dt>In the catalog since</dt>
        <dd>{day(entity.registeredAt)}</dd>
        <dt>Version</dt>
        <dd className="tabular">{entity.version}</dd>
      </dl>
    </Panel>
  );
}

function Links({ entity }: { entity: PageEntity }) {
  const links = entity.links.filter((link) => isSafeUrl(link.url));
  return (
    <Panel title="Links" flush={links.length === 0}>
      {links.length === 0 ? (
        <Empty title="No links.">
          <span>Links are declared under metadata.links.</span>
        </Empty>
      ) : (
        <ul className={styles.links}>
          {links.map((link) => (
            <li key={link.url}>
              <a href={link.url} rel="noreferrer">
                <IconExternalLink size={15} stroke={1.6} aria-hidden />
                {link.title ?? link.url}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
