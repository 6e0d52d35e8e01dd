import { Link } from '@tanstack/react-router';
import type { TeamQuery } from '../../generated/documents';
import { entityLink } from '../../shared/kinds';
import { Empty } from '../../shared/kit/Empty';
import { Panel } from '../../shared/kit/Panel';
import { shortRef } from '../../shared/ref';
import { profileOf } from './profile';
import styles from './Teams.module.css';

const initials = (name: string) =>
  name
    .split(/[\s._-]+/)
    .map((word) => word.charAt(0).toUpperCase())
    .slice(0, 2)
    .join('');

export function Members({ members }: { members: NonNullable<TeamQuery['entity']>['members'] }) {
  return (
    <Panel title="Members" note={members.totalCount} flush>
      {members.nodes.length === 0 ? (
        <Empty title="No members are declared." />
      ) : (
        <ul className={styles.people}>
          {members.nodes.map(({ targetRef, target }) => {
            const { displayName, email } = profileOf(target?.spec);
            const name = displayName ?? target?.title ?? shortRef(targetRef);
            return (
              <li key={targetRef} className={styles.person}>
                <span className={styles.initials} aria-hidden>
                  {initials(name)}
                </span>
                <div>
                  <Link {...entityLink(targetRef)} className={styles.name}>
                    {name}
                  </Link>
                  {email && (
                    <a href={`mailto:${email}`} className={styles.mail}>
                      {email}
                    </a>
                  )}
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
