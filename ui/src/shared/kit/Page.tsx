import { type ReactNode, useEffect } from 'react';
import styles from './Page.module.css';

/** A page's heading and body; sets the title of the browser's tab. */
export function Page(props: {
  title: string;
  heading?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const { title } = props;
  useEffect(() => {
    document.title = `${title} · EventCatalog`;
  }, [title]);
  return (
    <div className={styles.page}>
      {props.heading !== undefined ? (
        props.heading
      ) : (
        <header className={styles.head}>
          <div>
            <h1>{title}</h1>
            {props.lead && <p className={styles.lead}>{props.lead}</p>}
          </div>
          {props.actions && <div className={styles.actions}>{props.actions}</div>}
        </header>
      )}
      {props.children}
    </div>
  );
}
