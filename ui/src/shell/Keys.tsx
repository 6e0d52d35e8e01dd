import { Kbd, Modal } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { isTyping } from '../shared/keyboard';
import { useTravel } from '../shared/travel';
import styles from './Keys.module.css';
import { useNav } from './plugin';
import { useSteps } from './time/useSteps';

const opening = new EventTarget();
/** Shows the list of keys. */
export const openKeys = () => opening.dispatchEvent(new Event('open'));

/** The keys that work everywhere, and the dialog that lists them. */
export function Keys({ onChoose }: { onChoose: () => void }) {
  const { back, on } = useSteps();
  const travel = useTravel();
  const nav = useNav();
  const router = useRouter();
  const [opened, setOpened] = useState(false);

  useEffect(() => {
    let afterG = false;
    const open = () => setOpened(true);
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      const page = afterG ? nav.find((item) => item.key === event.key) : undefined;
      afterG = event.key === 'g';
      if (page) void router.navigate({ to: page.to });
      if (event.key === '?') open();
      if (page || afterG) return;
      if (event.key === 't') onChoose();
      if (event.key === '[') back();
      if (event.key === ']') on();
      if (event.key === 'N') travel(undefined);
    };
    opening.addEventListener('open', open);
    window.addEventListener('keydown', onKey);
    return () => {
      opening.removeEventListener('open', open);
      window.removeEventListener('keydown', onKey);
    };
  }, [nav, router, onChoose, back, on, travel]);

  const rows: [string[], string][] = [
    [['Ctrl', 'K'], 'Search everything'],
    [['/'], 'To the filter of this page'],
    [['j'], 'Next row'],
    [['k'], 'Row before'],
    [['Enter'], 'Open the row'],
    ...nav.flatMap(({ key, label }): [string[], string][] => (key ? [[['g', key], `Go to ${label}`]] : [])),
    [['t'], 'Choose the instant that is shown'],
    [['['], 'Back to just before the last change'],
    [[']'], 'On to the next change'],
    [['Shift', 'N'], 'Back to now'],
    [['?'], 'This list'],
  ];
  return (
    <Modal opened={opened} onClose={() => setOpened(false)} title="Keys" closeButtonProps={{ 'aria-label': 'Close' }}>
      <table className={styles.keys}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Key</th>
            <th scope="col">What it does</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([keys, what]) => (
            <tr key={what}>
              <td>
                {keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </td>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
