import type { ReactNode } from 'react';
import { useInstant } from '../instant';
import styles from './NowNote.module.css';

/** While the page is seen in the past: says of what stands below that it is of now. Nothing otherwise. */
export function NowNote({ children }: { children: ReactNode }) {
  if (useInstant() === undefined) return null;
  return (
    <p role="note" className={styles.note}>
      {children}
    </p>
  );
}
