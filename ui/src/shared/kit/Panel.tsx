import { type ReactNode, useId } from 'react';
import styles from './Panel.module.css';

/** A bordered part of a page with a heading of its own. `aside` stands at the right end of the heading's line. */
export function Panel(props: {
  title: string;
  note?: ReactNode;
  aside?: ReactNode;
  flush?: boolean;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id}>{props.title}</h2>
        {props.note !== undefined && <span className={styles.note}>{props.note}</span>}
        {props.aside && <div className={styles.aside}>{props.aside}</div>}
      </header>
      <div className={props.flush ? styles.flush : styles.body}>{props.children}</div>
    </section>
  );
}
