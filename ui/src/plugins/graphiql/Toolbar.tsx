import { Button, Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconBulb, IconCheck, IconHistory, IconLink, IconTrash } from '@tabler/icons-react';
import { When } from '../../shared/kit/When';
import { operationsIn } from './document';
import type { Draft } from './draft';
import { examples } from './examples';
import styles from './GraphiqlPage.module.css';
import type { Run } from './history';

interface ToolbarProps {
  runs: readonly Run[];
  onChoose: (draft: Draft) => void;
  onForget: () => void;
  link: () => string;
}

export function Toolbar({ runs, onChoose, onForget, link }: ToolbarProps) {
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <>
      <Menu position="bottom-end" width={width} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button leftSection={<IconBulb size={14} />}>Examples</Button>
        </Menu.Target>
        <Menu.Dropdown aria-label="Examples" className={styles.menu as string}>
          {examples.map((example) => (
            <Menu.Item key={example.title} onClick={() => onChoose(example)}>
              {example.title}
              <span className={styles.about}>{example.about}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end" width={width} withInitialFocusPlaceholder={false} disabled={runs.length === 0}>
        <Menu.Target>
          <Button leftSection={<IconHistory size={14} />} disabled={runs.length === 0}>
            History
          </Button>
        </Menu.Target>
        <Menu.Dropdown aria-label="History" className={styles.menu as string}>
          {runs.map((run) => (
            <Menu.Item key={run.at} onClick={() => onChoose(run)} rightSection={<When at={run.at} />}>
              {nameOf(run)}
              <code className={styles.about}>{run.variables.replaceAll(/\s+/g, ' ')}</code>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconTrash size={14} />} onClick={onForget}>
            Forget all; they are kept in this browser only
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button
        leftSection={clipboard.copied ? <IconCheck size={14} /> : <IconLink size={14} />}
        onClick={() => clipboard.copy(link())}
      >
        {clipboard.copied ? 'Copied' : 'Copy link'}
      </Button>
    </>
  );
}

const width = 'min(480px, calc(100vw - 24px))';

/** The operation's name, else the document's beginning. */
const nameOf = ({ query, operation }: Run) =>
  operation ?? operationsIn(query)[0]?.name ?? query.replaceAll(/\s+/g, ' ').slice(0, 48);
