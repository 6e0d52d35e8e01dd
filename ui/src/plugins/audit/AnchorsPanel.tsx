import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { AuditQuery } from '../../generated/documents';
import { Empty } from '../../shared/kit/Empty';
import { Panel } from '../../shared/kit/Panel';
import { When } from '../../shared/kit/When';
import { plural } from '../../shared/time';
import styles from './AuditPage.module.css';

type Audit = AuditQuery['audit'];
type Anchor = Audit['anchors'][number];

/** The latest anchors with who signed them, and what is not anchored yet. */
export function AnchorsPanel({ audit }: { audit: Audit }) {
  const { anchors, anchored, unanchored } = audit;
  return (
    <Panel title="Anchors" note={anchored.anchors.toLocaleString('en')} flush>
      <p className={styles.note}>
        {unanchored.events === 0
          ? 'Everything recorded is anchored.'
          : `${plural(unanchored.events, 'event')} from @${unanchored.from} on ${unanchored.events === 1 ? 'is' : 'are'} not anchored yet: that happens within the hour, or with an export.`}
        {anchored.unsigned > 0 &&
          ` ${plural(anchored.unsigned, 'anchor')} from before there was a key ${anchored.unsigned === 1 ? 'is' : 'are'} unsigned.`}
      </p>
      {anchors.length === 0 ? (
        <Empty title="There is no anchor yet." />
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Positions</th>
              <th scope="col">Events</th>
              <th scope="col">Made</th>
              <th scope="col">Signature</th>
            </tr>
          </thead>
          <tbody>
            {anchors.map((anchor) => (
              <tr key={anchor.to}>
                <th scope="row">
                  <Link to="/audit" search={{ from: `@${anchor.from}`, to: `@${anchor.to}` }}>
                    @{anchor.from}–@{anchor.to}
                  </Link>
                </th>
                <td className="tabular">{anchor.events.toLocaleString('en')}</td>
                <td>
                  <When at={anchor.at} />
                </td>
                <td>
                  <Signature anchor={anchor} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

const marks = {
  RIGHT: { icon: IconCircleCheck, colour: 'var(--ok)', words: 'right' },
  WRONG: { icon: IconAlertTriangle, colour: 'var(--bad)', words: 'wrong' },
  UNSIGNED: { icon: IconCircleDashed, colour: 'var(--warn)', words: 'unsigned' },
};

function Signature({ anchor }: { anchor: Anchor }) {
  const { icon: Mark, colour, words } = marks[anchor.signature];
  return (
    <span className={styles.signature}>
      <Mark size={16} color={colour} aria-hidden />
      {words}
      {anchor.key && <code>{anchor.key}</code>}
    </span>
  );
}
