import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { OwnersAtQuery } from '../../generated/documents';
import { holder } from '../../shared/events/ownership';
import { describeInstant, useInstant } from '../../shared/instant';
import { Answer } from '../../shared/kit/Answer';
import { Contacts } from '../../shared/kit/Contacts';
import { Empty } from '../../shared/kit/Empty';
import { EntityLink } from '../../shared/kit/EntityLink';
import { Page } from '../../shared/kit/Page';
import { Panel } from '../../shared/kit/Panel';
import { plural } from '../../shared/time';
import styles from './OwnedThen.module.css';
import { ownersAt } from './queries';

type Row = OwnersAtQuery['ownersAt'][number];
type Snapshot = NonNullable<Row['then']>;

const marks = { CHAT: 'chat', MAIL: 'mail', ON_CALL: 'pager', LINK: 'link' } as const;

/** For looking back at an incident: who owned these things at that instant, how they were reached, and who owns them now. */
export default function OwnedThenPage() {
  const { ref = [], system = [] } = useSearch({ from: '/teams/then' });
  const at = useInstant();
  const asked = at !== undefined && ref.length + system.length > 0;
  return (
    <Page
      title="Who owned it then"
      lead="For looking back at an incident: the owners at an instant, how they were reached, and who owns it now."
    >
      <Ask key={`${at} ${ref} ${system}`} at={at} refs={ref} systems={system} />
      {asked ? (
        <Owners at={at} refs={ref} systems={system} />
      ) : (
        <Panel title="Owners" flush>
          <Empty title="Give an instant, and what to ask about." />
        </Panel>
      )}
    </Page>
  );
}

const words = (text: string) => text.split(/[\s,]+/).filter((word) => word !== '');

function Ask({ at, refs, systems }: { at: string | undefined; refs: readonly string[]; systems: readonly string[] }) {
  const navigate = useNavigate();
  const [instant, setInstant] = useState(at ?? '');
  const [things, setThings] = useState([...systems, ...refs].join('\n'));
  const ask = (event: FormEvent) => {
    event.preventDefault();
    const named = words(things);
    void navigate({
      to: '/teams/then',
      search: {
        at: instant.trim() || undefined,
        ref: named.filter((each) => !each.toLowerCase().startsWith('system:')),
        system: named.filter((each) => each.toLowerCase().startsWith('system:')),
      },
    });
  };
  return (
    <form className={styles.form} onSubmit={ask}>
      <TextInput
        label="Instant"
        description="A time in UTC, or a position such as @1234"
        placeholder="2026-03-01T03:12:00Z"
        value={instant}
        onChange={(event) => setInstant(event.currentTarget.value)}
        required
      />
      <Textarea
        label="Entities and systems"
        description="One a line; a system stands for all that was a part of it then"
        placeholder={'system:default/checkout\ncomponent:default/cart'}
        value={things}
        onChange={(event) => setThings(event.currentTarget.value)}
        rows={3}
        required
      />
      <Button type="submit" variant="filled">
        Ask
      </Button>
    </form>
  );
}

function Owners({ at, refs, systems }: { at: string; refs: readonly string[]; systems: readonly string[] }) {
  const query = useQuery(ownersAt(at, refs, systems));
  return (
    <Answer query={query} what="The owners" lines={6}>
      {({ ownersAt: rows }) => (
        <Panel
          title={`Owners at ${describeInstant(at)}`}
          note={`${plural(rows.length, 'entity', 'entities')}, ${rows.filter((row) => row.moved).length} with another owner now`}
          flush
        >
          <table className={styles.owners}>
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Owner then</th>
                <th scope="col">Owner now</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.entityRef}>
                  <th scope="row">
                    <EntityLink entityRef={row.entityRef} />
                  </th>
                  <td data-word="then">
                    {row.then ? <Reached owner={row.then} /> : <span className="quiet">{holder(row)}</span>}
                  </td>
                  <td data-word="now">
                    {!row.moved && row.now ? (
                      <span className="quiet">
                        the same{row.now.ref === row.then?.ref ? '' : `, now ${row.now.title}`}
                      </span>
                    ) : row.now ? (
                      <Reached owner={row.now} />
                    ) : (
                      <span className="quiet">nobody</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    </Answer>
  );
}

function Reached({ owner }: { owner: Snapshot }) {
  const contacts = owner.contacts.map(({ kind, label, url }) =>
    url ? { kind: marks[kind], label, href: url } : { kind: marks[kind], label },
  );
  return (
    <>
      <EntityLink entityRef={owner.ref} title={owner.title} />
      {contacts.length > 0 && <Contacts contacts={contacts} />}
    </>
  );
}
