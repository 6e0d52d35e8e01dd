import { Tooltip } from '@mantine/core';
import { useIsFetching } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { isInstant, useInstant } from '../shared/instant';
import { BadInstant } from './Faults';
import { Keys } from './Keys';
import { useLive } from './live';
import { Palette } from './Palette';
import { useNav } from './plugin';
import styles from './Shell.module.css';
import { Standstill } from './Standstill';
import { TopBar } from './TopBar';
import { PastBar } from './time/PastBar';
import times from './time/Time.module.css';

const TimeStrip = lazy(() => import('./time/TimeStrip'));

export function Shell() {
  const nav = useNav();
  const at = useInstant();
  const live = useLive(at === undefined);
  const [choosing, setChoosing] = useState(false);
  const toggle = useCallback(() => setChoosing((before) => !before), []);
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <div className={styles.shell} data-past={at !== undefined}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <nav className={styles.side} aria-label="Pages">
        <Link to="/" className={styles.brand} aria-label="EventCatalog, home">
          <Logo />
          <span>EventCatalog</span>
        </Link>
        <ul>
          {nav.map(({ label, to, icon: Icon, covers }) => (
            <li key={to}>
              <Tooltip label={label} position="right" classNames={{ tooltip: styles.railTip as string }}>
                <Link
                  to={to}
                  className={covers && path.startsWith(covers) ? `${styles.item} ${styles.covered}` : styles.item}
                  activeOptions={{ exact: to === '/', includeSearch: false }}
                  preload="intent"
                >
                  <Icon size={18} stroke={1.6} aria-hidden />
                  <span>{label}</span>
                </Link>
              </Tooltip>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.column}>
        <TopBar live={live} choosing={choosing} onChoose={toggle} />
        <div className={times.time}>
          {choosing && (
            <Suspense>
              <TimeStrip />
            </Suspense>
          )}
          <PastBar />
        </div>
        <Standstill />
        <Progress />
        <main id="main" tabIndex={-1} className={styles.main}>
          {at === undefined || isInstant(at) ? <Outlet /> : <BadInstant at={at} />}
        </main>
      </div>
      <Palette />
      <Keys onChoose={toggle} />
      <Announcer />
    </div>
  );
}

const Logo = () => (
  <svg
    viewBox="0 0 24 24"
    width="22"
    height="22"
    fill="none"
    stroke="var(--accent)"
    strokeWidth="2"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path d="M4 6h10M4 12h16M4 18h7" />
    <circle cx="18" cy="6" r="2" />
    <circle cx="15" cy="18" r="2" />
  </svg>
);

function Progress() {
  // What is asked again every few seconds is no sign of anybody waiting.
  const fetching = useIsFetching({ predicate: ({ queryKey }) => queryKey[0] !== 'operations' }) > 0;
  const routing = useRouterState({ select: (state) => state.status === 'pending' });
  return <div className={styles.progress} data-busy={fetching || routing} aria-hidden />;
}

/** Tells screen readers which page came; the title is set by the page itself. */
function Announcer() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const [title, setTitle] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what makes the title worth reading again
  useEffect(() => {
    const timer = setTimeout(() => setTitle(document.title), 100);
    return () => clearTimeout(timer);
  }, [path]);
  return (
    <div className="visually-hidden" aria-live="polite">
      {title}
    </div>
  );
}
