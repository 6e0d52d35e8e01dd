import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import styles from './Command.module.css';

/** A command line to copy. */
export function Command({ text }: { text: string }) {
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <span className={styles.command}>
      <code>{text}</code>
      <ActionIcon
        size={24}
        aria-label={clipboard.copied ? 'Copied' : 'Copy the command'}
        onClick={() => clipboard.copy(text)}
      >
        {clipboard.copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
      </ActionIcon>
    </span>
  );
}
