import { IconClock, IconHistory } from '@tabler/icons-react';
import { isPosition, useInstant } from '../../shared/instant';
import { clock } from '../../shared/time';
import styles from './Time.module.css';

/** Says which instant the page shows, and opens the choice of another. */
export function TimeButton({ choosing, onToggle }: { choosing: boolean; onToggle: () => void }) {
  const at = useInstant();
  const Icon = at === undefined ? IconClock : IconHistory;
  return (
    <button
      type="button"
      className={styles.button}
      aria-expanded={choosing}
      data-past={at !== undefined}
      onClick={onToggle}
    >
      <Icon size={16} stroke={1.6} aria-hidden />
      <span className="visually-hidden">Instant: </span>
      <span className={styles.shown}>
        {at === undefined ? 'Now' : isPosition(at) || Number.isNaN(Date.parse(at)) ? at : clock(at)}
      </span>
    </button>
  );
}
