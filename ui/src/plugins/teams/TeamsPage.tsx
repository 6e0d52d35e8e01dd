import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { TeamsQuery } from '../../generated/documents';
import { useInstant } from '../../shared/instant';
import { Answer } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { EntityLink } from '../../shared/kit/EntityLink';
import { Page } from '../../shared/kit/Page';
import { Panel } from '../../shared/kit/Panel';
import { plural } from '../../shared/time';
import { teams } from './queries';
import styles from './Teams.module.css';
import { treeOf } from './tree';

export default function TeamsPage() {
  const query = useQuery(teams(useInstant()));
  const [text, setText] = useState('');
  return (
    <Page
      title="Teams"
      lead={
        <>
          <Link to="/teams/owners">Owners to mend</Link>, <Link to="/teams/then">Who owned it then</Link>
        </>
      }
      actions={
        <TextInput
          type="search"
          aria-label="Find a team"
          placeholder="Find a team"
          leftSection={<IconSearch size={15} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      }
    >
      <Answer query={query} what="The teams" lines={12}>
        {(data) => <Tree data={data} text={text.trim().toLowerCase()} />}
      </Answer>
    </Page>
  );
}

function Tree({ data, text }: { data: TeamsQuery; text: string }) {
  const owns = new Map(data.facets[0]?.values.map(({ value, count }) => [value.toLowerCase(), count]));
  const rows = treeOf(data.entities.nodes, (group) => group.parents.nodes[0]?.targetRef);
  const shown =
    text === '' ? rows : rows.filter(({ group }) => `${group.title} ${group.ref}`.toLowerCase().includes(text));
  return (
    <Panel title="Teams" note={plural(shown.length, 'team')} flush>
      {shown.length === 0 ? (
        <Empty title={text === '' ? 'The catalog has no groups.' : 'No team is called so.'}>
          {text === '' && <Link to="/sources">Register a source</Link>}
        </Empty>
      ) : (
        <table className={styles.tree}>
          <thead>
            <tr>
              <th scope="col">Team</th>
              <th scope="col" className={styles.wide}>
                Type
              </th>
              <th scope="col" className={styles.wide}>
                Description
              </th>
              <th scope="col" className={styles.number}>
                Members
              </th>
              <th scope="col" className={styles.number}>
                Owns
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ group, depth }) => (
              <tr key={group.ref}>
                <td style={{ paddingLeft: 16 + (text === '' ? depth * 20 : 0) }}>
                  <EntityLink entityRef={group.ref} title={group.title} />
                </td>
                <td className={styles.wide}>{group.type}</td>
                <td className={`${styles.wide} ${styles.description}`} title={group.description ?? undefined}>
                  {group.description}
                </td>
                <td className={styles.number}>{group.members.totalCount || <span className="quiet">–</span>}</td>
                <td className={styles.number}>
                  {owns.get(group.ref) ? (
                    <Link
                      to="/catalog"
                      search={{ owner: [group.ref] }}
                      aria-label={`${owns.get(group.ref)} owned by ${group.title}`}
                    >
                      {owns.get(group.ref)}
                    </Link>
                  ) : (
                    <span className="quiet">–</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
