import { Button, Progress } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type VerificationPartsFragment, VerifyStoreDocument } from '../../generated/documents';
import { request } from '../../shared/graphql';
import { Answer, Failure } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { Panel } from '../../shared/kit/Panel';
import { When } from '../../shared/kit/When';
import { plural } from '../../shared/time';
import styles from './AuditPage.module.css';
import { checkQuery } from './queries';

/** Checks every event and every anchor of the live store; who asks first starts it, and everybody sees how far it is. */
export function CheckPanel() {
  const client = useQueryClient();
  const check = useQuery({
    ...checkQuery,
    refetchInterval: (query) => (query.state.data?.audit.verification?.state === 'RUNNING' ? 1_000 : 10_000),
  });
  const start = useMutation({
    mutationFn: () => request(VerifyStoreDocument, {}),
    onSettled: () => client.invalidateQueries({ queryKey: checkQuery.queryKey }),
  });
  const running = check.data?.audit.verification?.state === 'RUNNING';
  return (
    <Panel
      title="Live store"
      aside={
        <Button onClick={() => start.mutate()} loading={start.isPending} disabled={running}>
          Verify now
        </Button>
      }
    >
      <Answer query={check} what="The last check" lines={3}>
        {({ audit }) => (audit.verification ? <Outcome check={audit.verification} /> : <Never />)}
      </Answer>
      {start.isError && <Failure what="The check" error={start.error} />}
      <p className="quiet">
        It computes every hash anew and pauses as long as it works, so that the portal stays quick. Whoever can open
        this page can start one; one runs at a time.
      </p>
    </Panel>
  );
}

const Never = () => <Empty title="Nobody has checked this store yet." />;

const tones = { RUNNING: 'calm', HOLDS: 'ok', BROKEN: 'bad', FAILED: 'warn' } as const;

export function Outcome({ check }: { check: VerificationPartsFragment }) {
  const far = Number(check.to) === 0 ? 100 : Math.floor((100 * Number(check.position)) / Number(check.to));
  return (
    <div className={styles.outcome} data-tone={tones[check.state]}>
      <p role="status">{wordsOf(check)}</p>
      {check.state === 'RUNNING' && (
        <>
          <Progress value={far} aria-label="How far the check is" />
          <p className="quiet tabular">
            {far} %, at @{check.position} of @{check.to}
          </p>
        </>
      )}
      {check.problem && <p className={styles.problem}>{check.problem}</p>}
      <p className="quiet">
        Asked for by {check.by} <When at={check.startedAt} />, done by {check.node}
      </p>
    </div>
  );
}

function wordsOf(check: VerificationPartsFragment): string {
  switch (check.state) {
    case 'RUNNING':
      return 'Being checked';
    case 'HOLDS':
      return `Holds: ${plural(check.checked, 'event')} and ${plural(check.anchors, 'anchor')} are as they were recorded.`;
    case 'BROKEN':
      return 'Does not hold: the log was changed behind its back.';
    case 'FAILED':
      return 'The check did not come to its end.';
  }
}
