import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { describeInstant, isPosition, useInstant } from '../../shared/instant';
import { useTravel } from '../../shared/travel';
import { useScope } from './scope';
import styles from './Time.module.css';
import { useSteps } from './useSteps';

/** The amber line that says the page shows the past, by words, place and colour, and how to leave it. */
export function PastBar() {
  const at = useInstant();
  const travel = useTravel();
  const { back, on } = useSteps();
  const { of } = useScope();
  const change = of === undefined ? 'change' : `change of ${of}`;
  if (at === undefined) return null;
  return (
    <section className={styles.past} aria-label="The past">
      <p role="status">
        As of <strong>{describeInstant(at)}</strong>, {isPosition(at) ? 'as the log knew it then' : 'as known now'}.{' '}
        <span className={styles.fixed}>Nothing can be changed here.</span>
      </p>
      <div className={styles.ways}>
        <button type="button" onClick={back} aria-label="Step back" title={`To just before the last ${change}: key [`}>
          <IconChevronLeft size={16} aria-hidden />
        </button>
        <button type="button" onClick={on} aria-label="Step on" title={`To the next ${change}: key ]`}>
          <IconChevronRight size={16} aria-hidden />
        </button>
        <Link to="/diff" search={{ at: undefined, from: at }}>
          Compare with now
        </Link>
        <button type="button" onClick={() => travel(undefined)}>
          Back to now
        </button>
      </div>
    </section>
  );
}
