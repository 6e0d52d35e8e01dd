import { describeInstant } from '../../shared/instant';
import { When } from '../../shared/kit/When';
import { day } from '../../shared/time';
import type { PageEntity } from '../../shell/plugin';
import styles from './EntityPage.module.css';

/** Says under which name someone came here, and since when the entity has another. */
export function RenamedNote({ entity, asked }: { entity: PageEntity; asked: string | undefined }) {
  if (asked === undefined || asked === entity.ref) return null;
  const rename = entity.renames.findLast((each) => each.fromRef === asked);
  const merge = entity.merges.findLast((each) => each.fromRef === asked);
  return (
    <p role="status" className={styles.renamed}>
      {rename ? (
        <>
          You asked for <code>{asked}</code>, which is called <code>{entity.ref}</code> now: renamed{' '}
          <When at={rename.at} />, at {describeInstant(`@${rename.position}`)}.
        </>
      ) : merge ? (
        <>
          You asked for <code>{asked}</code>, which goes on as part of <code>{entity.ref}</code> since {day(merge.at)},
          as is said at {describeInstant(`@${merge.position}`)}.
        </>
      ) : (
        <>
          You asked for <code>{asked}</code>, which was called <code>{entity.ref}</code> at that instant.
        </>
      )}
    </p>
  );
}
