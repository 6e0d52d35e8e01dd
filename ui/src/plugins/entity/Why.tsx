import { Modal } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { Waiting } from '../../shared/kit/Answer';
import type { PageEntity } from '../../shell/plugin';
import styles from './Why.module.css';

const Explanation = lazy(() => import('./WhyExplanation'));

/** A quiet button beside a value: where the value comes from, and the events that led to it. */
export function Why({ entity, path, what }: { entity: PageEntity; path: string; what: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button
        type="button"
        className={styles.why}
        aria-label={`Why is the ${what} what it is?`}
        title="Why?"
        onClick={() => setOpened(true)}
      >
        <IconHelpCircle size={15} stroke={1.6} aria-hidden />
      </button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={`Why is the ${what} what it is?`}
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Suspense fallback={<Waiting lines={4} />}>
          <Explanation entityRef={entity.ref} path={path} />
        </Suspense>
      </Modal>
    </>
  );
}
