import { ActionIcon, Kbd, Menu, useMantineColorScheme } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconDeviceDesktop, IconKeyboard, IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { ago, fullTime } from '../shared/time';
import { openKeys } from './Keys';
import type { Live } from './live';
import styles from './TopBar.module.css';
import { TimeButton } from './time/TimeButton';

const themes = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
] as const;

export function TopBar({ live, choosing, onChoose }: { live: Live; choosing: boolean; onChoose: () => void }) {
  return (
    <header className={styles.bar}>
      <button type="button" className={styles.search} onClick={spotlight.open}>
        <IconSearch size={15} aria-hidden />
        <span className={styles.words}>Search the catalog</span>
        <span className={styles.key} aria-hidden>
          <Kbd size="xs">Ctrl K</Kbd>
        </span>
      </button>
      <div className={styles.right}>
        {live.state === 'lost' && (
          <span
            className={styles.lost}
            role="status"
            title={live.since ? `Last message ${fullTime(live.since)}` : undefined}
          >
            not live{live.since ? `, last message ${ago(live.since)}` : ''}
          </span>
        )}
        <TimeButton choosing={choosing} onToggle={onChoose} />
        <ActionIcon aria-label="Keys of this page" onClick={openKeys} className={styles.keys}>
          <IconKeyboard size={18} stroke={1.6} />
        </ActionIcon>
        <ThemeMenu />
      </div>
    </header>
  );
}

function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = themes.find((each) => each.value === colorScheme)?.icon ?? IconDeviceDesktop;
  return (
    // Without Mantine's focus placeholder: it is a focusable child that is no menu item, which a screen reader cannot place.
    <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon aria-label="Theme">
          <Current size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label="Theme">
        {themes.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} stroke={1.6} />}
            onClick={() => setColorScheme(value)}
            rightSection={colorScheme === value ? <span>chosen</span> : undefined}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
