import { useQuery } from '@tanstack/react-query';
import { Answer } from '../../shared/kit/Answer';
import { Page } from '../../shared/kit/Page';
import { AnchorsPanel } from './AnchorsPanel';
import styles from './AuditPage.module.css';
import { CheckPanel } from './CheckPanel';
import { ExportPanel } from './ExportPanel';
import { KeyPanel } from './KeyPanel';
import { auditQuery } from './queries';

export default function AuditPage() {
  const audit = useQuery(auditQuery);
  return (
    <Page
      title="Audit"
      lead="Take a part of the log with you that proves itself, and check that all of it is as it was recorded."
    >
      <div className={styles.columns}>
        <ExportPanel />
        <CheckPanel />
      </div>
      <Answer query={audit} what="The anchors" lines={8}>
        {({ audit }) => (
          <div className={styles.columns}>
            <AnchorsPanel audit={audit} />
            <KeyPanel audit={audit} />
          </div>
        )}
      </Answer>
    </Page>
  );
}
