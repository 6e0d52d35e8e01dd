import { Button } from '@mantine/core';
import { IconPencil, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RefreshEntityDocument } from '../../generated/documents';
import { contactsOf, isSafeUrl } from '../../shared/contacts';
import { request } from '../../shared/graphql';
import { isOwnable, kindName } from '../../shared/kinds';
import { Failure } from '../../shared/kit/Answer';
import { ChangeButton } from '../../shared/kit/ChangeButton';
import { Contacts } from '../../shared/kit/Contacts';
import { KindIcon, Owner } from '../../shared/kit/EntityLink';
import { Lifecycle } from '../../shared/kit/Marks';
import { When } from '../../shared/kit/When';
import { plural } from '../../shared/time';
import type { PageEntity } from '../../shell/plugin';
import styles from './EntityPage.module.css';
import { Why } from './Why';

/** Where the descriptor can be edited: what its annotation says, as Backstage writes it. */
function editUrl(annotations: unknown): string | undefined {
  const url = (annotations as Record<string, unknown> | null)?.['backstage.io/edit-url'];
  return typeof url === 'string' && isSafeUrl(url) ? url : undefined;
}

export function Head({ entity }: { entity: PageEntity }) {
  const client = useQueryClient();
  const refresh = useMutation({
    mutationFn: () => request(RefreshEntityDocument, { ref: entity.ref }),
    onSuccess: () => client.invalidateQueries(),
  });
  const edit = editUrl(entity.annotations);
  const contacts = entity.owner ? contactsOf(entity.owner) : [];
  return (
    <header className={styles.head}>
      <div>
        <div className={styles.title}>
          <KindIcon kind={entity.kind} size={24} />
          <h1>{entity.title}</h1>
        </div>
        <code className={styles.ref}>{entity.ref}</code>
      </div>
      <div className={styles.actions}>
        {edit && (
          <Button component="a" href={edit} leftSection={<IconPencil size={14} />}>
            Edit at source
          </Button>
        )}
        <ChangeButton
          leftSection={<IconRefresh size={14} />}
          onClick={() => refresh.mutate()}
          loading={refresh.isPending}
          title="Read its source again now"
        >
          Refresh
        </ChangeButton>
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>Kind</dt>
          <dd>{kindName(entity.kind)}</dd>
        </div>
        {entity.type && (
          <div>
            <dt>Type</dt>
            <dd>
              {entity.type}
              <Why entity={entity} path="/spec/type" what="type" />
            </dd>
          </div>
        )}
        {entity.lifecycle && (
          <div>
            <dt>Lifecycle</dt>
            <dd>
              <Lifecycle value={entity.lifecycle} />
              <Why entity={entity} path="/spec/lifecycle" what="lifecycle" />
            </dd>
          </div>
        )}
        {isOwnable(entity.kind) && (
          <div>
            <dt>Owner</dt>
            <dd>
              <Owner owner={entity.owner} ownerRef={entity.ownerRef} />
              <Why entity={entity} path="/spec/owner" what="owner" />
              {contacts.length > 0 && <Contacts contacts={contacts} />}
            </dd>
          </div>
        )}
        <div>
          <dt>Changed</dt>
          <dd>
            <When at={entity.changedAt} />
          </dd>
        </div>
        {entity.freshness?.confirmedAt && (
          <div>
            <dt>Confirmed</dt>
            <dd>
              <When at={entity.freshness.confirmedAt} />
            </dd>
          </div>
        )}
      </dl>
      {entity.orphaned && (
        <p className={styles.orphan}>
          Orphan: no source declares it any more. It stays until it is declared again or removed.
        </p>
      )}
      {entity.freshness?.stale && entity.freshness.confirmedAt && !entity.orphaned && (
        <p className={styles.orphan}>
          Stale: its source last confirmed it <When at={entity.freshness.confirmedAt} />.{' '}
          {entity.freshness.reason ?? 'Nobody has crawled the source since; see Sources'}.
        </p>
      )}
      {refresh.isSuccess && (
        <p role="status" className={styles.outcome}>
          Read again: {plural(refresh.data.refresh.changed, 'change')}.
        </p>
      )}
      {refresh.isError && (
        <div className={styles.outcome}>
          <Failure what="The source" error={refresh.error} retry={() => refresh.mutate()} />
        </div>
      )}
    </header>
  );
}
