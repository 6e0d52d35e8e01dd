import { isSafeUrl } from '../../shared/contacts';
import type { PageEntity } from '../../shell/plugin';
import styles from './EntityPage.module.css';

/** Repository, path, line and commit a descriptor was read from. */
export function SourcePlace({ source }: { source: PageEntity['source'] }) {
  if (!source) return <p className="quiet">Where it was read is not known.</p>;
  const place = source.path ? `${source.path}${source.line ? `:${source.line}` : ''}` : undefined;
  return (
    <dl className={styles.about} style={{ marginTop: 0 }}>
      {source.repository && (
        <>
          <dt>Repository</dt>
          <dd className="mono">{source.repository}</dd>
        </>
      )}
      {place && (
        <>
          <dt>File</dt>
          <dd className="mono">{source.url && isSafeUrl(source.url) ? <a href={source.url}>{place}</a> : place}</dd>
        </>
      )}
      {source.commit && (
        <>
          <dt>Commit</dt>
          <dd className="mono" title={source.commit}>
            {source.commit.slice(0, 12)}
          </dd>
        </>
      )}
    </dl>
  );
}
