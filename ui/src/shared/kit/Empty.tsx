import type { ReactNode } from 'react';
import styles from './Empty.module.css';

/** Says plainly that there is nothing, why, and what can be done about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.rest}>{children}</div>}
    </div>
  );
}
