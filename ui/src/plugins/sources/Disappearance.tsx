import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  ApproveDisappearanceDocument,
  KeepMissingDocument,
  type SourcesQuery,
  UndoApprovalDocument,
} from '../../generated/documents';
import { request } from '../../shared/graphql';
import { Failure } from '../../shared/kit/Answer';
import { ChangeButton } from '../../shared/kit/ChangeButton';
import { EntityLink } from '../../shared/kit/EntityLink';
import { plural } from '../../shared/time';
import styles from './SourcesPage.module.css';

type Source = SourcesQuery['sources'][number];

/** What is gone from the source at once and stays until someone says that it may go. */
export function Disappearance({ source }: { source: Source }) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries();
  const approve = useMutation({
    mutationFn: () => request(ApproveDisappearanceDocument, { id: source.id }),
    onSuccess,
  });
  const keep = useMutation({ mutationFn: () => request(KeepMissingDocument, { id: source.id }), onSuccess });
  const undo = useMutation({ mutationFn: () => request(UndoApprovalDocument, { id: source.id }), onSuccess });
  const missing = source.disappearance;
  if (!missing && !approve.data) return null;
  return (
    <div className={styles.problems}>
      {approve.data && !undo.data && (
        <div className={styles.choices}>
          <p role="status">{plural(approve.data.approveDisappearance.removed, 'entity', 'entities')} removed.</p>
          <ChangeButton onClick={() => undo.mutate()} loading={undo.isPending} aria-label={`Undo: ${source.target}`}>
            Undo
          </ChangeButton>
        </div>
      )}
      {undo.data && (
        <p role="status" className={styles.list}>
          {plural(undo.data.undoApproval.restored.length, 'entity', 'entities')} returned as before.
        </p>
      )}
      {missing && missing.held.length > 0 && (
        <>
          <h3>
            {missing.held.length} of {plural(missing.of, 'entity', 'entities')} gone at once: nothing was removed
          </h3>
          <ul className={styles.list}>
            {missing.held.slice(0, 12).map((ref) => (
              <li key={ref}>
                <EntityLink entityRef={ref} />
              </li>
            ))}
            {missing.held.length > 12 && <li className="quiet">and {missing.held.length - 12} more</li>}
          </ul>
          <div className={styles.choices}>
            <ChangeButton
              onClick={() => keep.mutate()}
              loading={keep.isPending}
              aria-label={`Keep them: ${source.target}`}
            >
              Keep them
            </ChangeButton>
            <ChangeButton
              className={styles.danger}
              onClick={() => approve.mutate()}
              loading={approve.isPending}
              aria-label={`Let them go: ${source.target}`}
            >
              Let them go
            </ChangeButton>
          </div>
        </>
      )}
      {missing && missing.kept.length > 0 && (
        <p className={styles.list}>
          {plural(missing.kept.length, 'entity', 'entities')} stay although the source does not declare them, as someone
          said.
        </p>
      )}
      {undo.isError && <Failure what="The answer" error={undo.error} />}
      {approve.isError && <Failure what="The answer" error={approve.error} />}
      {keep.isError && <Failure what="The answer" error={keep.error} />}
    </div>
  );
}
