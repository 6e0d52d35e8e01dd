import { Button, Modal } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  RefreshSourceDocument,
  SourcesDocument,
  type SourcesQuery,
  WithdrawSourceDocument,
} from '../../generated/documents';
import { request } from '../../shared/graphql';
import { Answer, Failure } from '../../shared/kit/Answer';
import { ChangeButton } from '../../shared/kit/ChangeButton';
import { Empty } from '../../shared/kit/Empty';
import { Problems } from '../../shared/kit/Marks';
import { NowNote } from '../../shared/kit/NowNote';
import { Page } from '../../shared/kit/Page';
import { Panel } from '../../shared/kit/Panel';
import { When } from '../../shared/kit/When';
import { graphqlQuery } from '../../shared/queries';
import { RegisterSource } from '../../shared/sources/RegisterSource';
import { plural } from '../../shared/time';
import { Conflicts } from './Conflicts';
import { Disappearance } from './Disappearance';
import styles from './SourcesPage.module.css';

const sourcesQuery = graphqlQuery(['sources'], SourcesDocument, {});

type Source = SourcesQuery['sources'][number];

export default function SourcesPage() {
  // How far a crawl is stands beside the log, so no live message tells of it.
  const query = useQuery({ ...sourcesQuery, refetchInterval: 2000 });
  return (
    <Page title="Sources" lead="Where descriptors are read from, what the last reading found, and what was refused.">
      <NowNote>
        Sources are shown as they are now: how far a crawl was, and what it met, is not remembered. Nothing can be
        changed from the past.
      </NowNote>
      <Panel title="Register a source">
        <RegisterSource />
      </Panel>
      <Answer query={query} what="The sources" lines={6}>
        {({ sources }) =>
          sources.length === 0 ? (
            <Panel title="Sources" flush>
              <Empty title="No source is registered." />
            </Panel>
          ) : (
            sources.map((source) => <SourcePanel key={source.id} source={source} />)
          )
        }
      </Answer>
    </Page>
  );
}

function SourcePanel({ source }: { source: Source }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const refresh = useMutation({
    mutationFn: () => request(RefreshSourceDocument, { id: source.id }),
    onSuccess: () => client.invalidateQueries(),
  });
  const withdraw = useMutation({
    mutationFn: () => request(WithdrawSourceDocument, { id: source.id }),
    onSuccess: () => {
      setAsking(false);
      return client.invalidateQueries();
    },
  });
  const crawl = source.lastCrawl;
  return (
    <div id={source.id} className={styles.source}>
      <Panel
        title={source.target}
        note={[source.type, source.pattern, `from ${source.origin}`].filter(Boolean).join(', ')}
        flush
        aside={
          <>
            <ChangeButton
              leftSection={<IconRefresh size={14} />}
              onClick={() => refresh.mutate()}
              loading={refresh.isPending}
              aria-label={`Crawl now: ${source.target}`}
            >
              Crawl now
            </ChangeButton>
            <ChangeButton onClick={() => setAsking(true)} aria-label={`Withdraw: ${source.target}`}>
              Withdraw
            </ChangeButton>
          </>
        }
      >
        <dl className={styles.figures}>
          <Figure name="Entities" value={source.entityCount} />
          <Figure name="Found" value={crawl?.found} />
          <Figure name="Changed" value={crawl?.changed} />
          <Figure name="Removed" value={crawl?.removed} />
          <Figure name="Failed" value={crawl?.failed} bad={(crawl?.failed ?? 0) > 0} />
          <div>
            <dt>Last crawl</dt>
            <dd>{crawl ? crawl.finishedAt ? <When at={crawl.finishedAt} /> : 'running' : 'not yet'}</dd>
          </div>
          <div>
            <dt>Next crawl</dt>
            <dd>{source.nextCrawlAt ? <When at={source.nextCrawlAt} /> : 'on request'}</dd>
          </div>
          <HostFigures host={source.host} />
          {source.lastWebhook && (
            <div>
              <dt>Last webhook</dt>
              <dd>
                {source.lastWebhook.event} <When at={source.lastWebhook.at} />
              </dd>
            </div>
          )}
        </dl>
        {source.crawling && <Crawling crawl={source.crawling} />}
        {refresh.isSuccess && (
          <p role="status" className={styles.note}>
            Crawled: {plural(refresh.data.refresh.changed, 'change')}.
          </p>
        )}
        {refresh.isError && <Failure what="The source" error={refresh.error} />}
        <Disappearance source={source} />
        <Conflicts conflicts={source.conflicts} />
        {source.problems.length > 0 && (
          <div className={styles.problems}>
            <h3>{plural(source.problems.length, 'problem')}</h3>
            <Problems problems={source.problems} />
          </div>
        )}
      </Panel>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title="Withdraw this source?"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <p>
          <code>{source.target}</code> is not read any more, and {plural(source.entityCount, 'entity', 'entities')} that
          only it declares leave the catalog. Their history stays.
        </p>
        {withdraw.isError && <Failure what="The answer" error={withdraw.error} />}
        <div className={styles.answers}>
          <Button onClick={() => setAsking(false)} data-autofocus>
            Keep it
          </Button>
          <Button className={styles.danger} onClick={() => withdraw.mutate()} loading={withdraw.isPending}>
            Withdraw
          </Button>
        </div>
      </Modal>
    </div>
  );
}

/** What the last crawl cost the code host, and what that still allows. */
function HostFigures({ host }: { host: Source['host'] }) {
  if (!host) return null;
  return (
    <>
      <Figure name="Calls" value={host.calls} />
      {host.remaining != null && (
        <div data-bad={host.remaining === 0}>
          <dt>Calls left</dt>
          <dd>
            {host.remaining.toLocaleString('en')}
            {host.limit != null && ` of ${host.limit.toLocaleString('en')}`}
          </dd>
        </div>
      )}
      {(host.blockedUntil ?? host.resetAt) && (
        <div data-bad={host.blockedUntil != null}>
          <dt>{host.blockedUntil ? 'No calls until' : 'Limit renewed'}</dt>
          <dd>
            <When at={(host.blockedUntil ?? host.resetAt) as string} />
          </dd>
        </div>
      )}
    </>
  );
}

const doing = {
  OPENING: 'Opening the source',
  REPLAYING: 'Reading the history',
  READING: 'Reading files',
  DECIDING: 'Comparing with the catalog',
  APPENDING: 'Adding what is new',
} as const;

function Crawling({ crawl }: { crawl: NonNullable<Source['crawling']> }) {
  const counted = crawl.total !== null && crawl.total !== undefined;
  return (
    <p className={styles.crawling}>
      <span>
        {doing[crawl.stage]}
        {counted && `: ${crawl.done.toLocaleString('en')} of ${crawl.total?.toLocaleString('en')}`}, since{' '}
        <When at={crawl.startedAt} />
      </span>
      <progress aria-label={doing[crawl.stage]} {...(counted ? { value: crawl.done, max: crawl.total ?? 1 } : {})} />
    </p>
  );
}

function Figure({ name, value, bad }: { name: string; value: number | undefined; bad?: boolean }) {
  return (
    <div data-bad={bad}>
      <dt>{name}</dt>
      <dd>{value === undefined ? '–' : value.toLocaleString('en')}</dd>
    </div>
  );
}
