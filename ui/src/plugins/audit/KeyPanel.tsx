import type { AuditQuery } from '../../generated/documents';
import { Command } from '../../shared/kit/Command';
import { Panel } from '../../shared/kit/Panel';
import styles from './AuditPage.module.css';

type Audit = AuditQuery['audit'];

/** The public key that tells our signatures from others. */
export function KeyPanel({ audit }: { audit: Audit }) {
  const older = audit.keys.filter((key) => key.id !== audit.key?.id);
  return (
    <Panel title="Signing key">
      {audit.key ? (
        <>
          <p>
            <code className={styles.key}>{audit.key.id}</code>
          </p>
          <pre className={styles.pem}>{audit.key.pem.trim()}</pre>
        </>
      ) : (
        <p className={styles.problem}>{audit.keyProblem}</p>
      )}
      <p className="quiet">
        Keep the public key where nobody who keeps the database can change it: with it, a log that was written anew from
        end to end is told from this one.
      </p>
      <Command text="eventcatalog key > anchors.pub" />
      {older.length > 0 && (
        <p>
          Signed before:{' '}
          {older.map((key) => (
            <code key={key.id} className={styles.key}>
              {key.id}
            </code>
          ))}
        </p>
      )}
    </Panel>
  );
}
