import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { CatalogRowFragment } from '../../generated/documents';
import { isTyping } from '../../shared/keyboard';
import { entityLink, isOwnable, kindName } from '../../shared/kinds';
import { KindIcon, Owner } from '../../shared/kit/EntityLink';
import { Lifecycle } from '../../shared/kit/Marks';
import { When } from '../../shared/kit/When';
import styles from './CatalogTable.module.css';
import { nextSort, readSort, type SortColumn } from './search';

const columns: { key: SortColumn | undefined; label: string }[] = [
  { key: 'name', label: 'Name' },
  { key: 'owner', label: 'Owner' },
  { key: 'type', label: 'Type' },
  { key: 'lifecycle', label: 'Lifecycle' },
  { key: undefined, label: 'Tags' },
  { key: 'changed', label: 'Changed' },
];

/**
 * The rows, of which only those on screen are in the document. Sorting, filtering and paging are the server's;
 * `more` asks for the next page and is absent on the last one. Below 800 pixels each row has two lines.
 */
export function CatalogTable(props: {
  rows: readonly CatalogRowFragment[];
  total: number;
  sort: string | undefined;
  searching: boolean;
  more: (() => void) | undefined;
}) {
  const { rows, total, more } = props;
  const navigate = useNavigate();
  const narrow = useMediaQuery('(max-width: 799px)', undefined, { getInitialValueInEffect: false });
  const touch = useMediaQuery('(pointer: coarse)', undefined, { getInitialValueInEffect: false });
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const [active, setActive] = useState(-1);
  const height = narrow ? 58 : touch ? 44 : 34;

  useLayoutEffect(() => {
    const measure = () => body.current && setMargin(body.current.getBoundingClientRect().top + window.scrollY);
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);

  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    overscan: 12,
    scrollMargin: margin,
    scrollPaddingStart: 96,
    scrollPaddingEnd: 64,
    initialRect: { width: 1280, height: 800 },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another height makes the measured rows wrong
  useEffect(() => virtual.measure(), [height]);
  useEffect(() => {
    if (more && last >= rows.length - 30) more();
  }, [last, rows.length, more]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || !['j', 'k', 'ArrowDown', 'ArrowUp'].includes(event.key)) return;
      const inGrid = body.current?.contains(document.activeElement) ?? false;
      if (event.key.startsWith('Arrow') && !inGrid) return;
      event.preventDefault();
      const step = event.key === 'j' || event.key === 'ArrowDown' ? 1 : -1;
      const next = Math.min(Math.max(active + step, 0), rows.length - 1);
      setActive(next);
      virtual.scrollToIndex(next);
      // The row may only come into the document with the next frame.
      requestAnimationFrame(() => body.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus());
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [active, rows.length, virtual]);

  const { descending, ...chosen } = readSort(props.sort);
  // While searching without a chosen column the order is by relevance, which is no column.
  const column = props.sort === undefined && props.searching ? undefined : chosen.column;
  return (
    <div role="grid" aria-label="Entities" aria-rowcount={total + 1} className={styles.grid}>
      <div role="rowgroup" className={styles.head}>
        <div role="row" aria-rowindex={1} className={styles.row}>
          {columns.map(({ key, label }) => (
            <div
              key={label}
              role="columnheader"
              aria-sort={key === column ? (descending ? 'descending' : 'ascending') : key && 'none'}
            >
              {key ? (
                <Link to="/catalog" search={(before) => ({ ...before, sort: nextSort(props.sort, key) })} replace>
                  {label}
                  {key === column && (descending ? <IconArrowDown size={13} /> : <IconArrowUp size={13} />)}
                </Link>
              ) : (
                label
              )}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" ref={body} className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <div
              key={row.ref}
              role="row"
              aria-rowindex={item.index + 2}
              data-index={item.index}
              data-active={item.index === active}
              tabIndex={item.index === Math.max(active, 0) ? 0 : -1}
              className={styles.row}
              style={{ height: item.size, transform: `translateY(${item.start - margin}px)` }}
              onFocus={() => setActive(item.index)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && event.target === event.currentTarget) void navigate(entityLink(row.ref));
              }}
              onClick={(event) => {
                const onLink = event.target instanceof Element && event.target.closest('a');
                if (!onLink && window.getSelection()?.isCollapsed) void navigate(entityLink(row.ref));
              }}
            >
              <Cells row={row} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Cells({ row }: { row: CatalogRowFragment }) {
  return (
    <>
      <div role="gridcell" className={styles.name}>
        <KindIcon kind={row.kind} />
        <Link {...entityLink(row.ref)} className={styles.title} title={row.ref} preload="intent" tabIndex={-1}>
          {row.title}
        </Link>
        {row.title !== row.name && <code className={styles.code}>{row.name}</code>}
        <span className={styles.description} title={row.description ?? undefined}>
          {row.description}
        </span>
      </div>
      <div role="gridcell" className={styles.owner}>
        {isOwnable(row.kind) && <Owner owner={row.owner} ownerRef={row.ownerRef} />}
      </div>
      <div role="gridcell" className={styles.type}>
        {row.type ?? <span className="quiet">{kindName(row.kind)}</span>}
      </div>
      <div role="gridcell" className={styles.lifecycle}>
        <Lifecycle value={row.lifecycle ?? undefined} />
      </div>
      <div role="gridcell" className={styles.tags} title={row.tags.join(', ')}>
        {row.tags.join(', ')}
      </div>
      <div role="gridcell" className={styles.changed}>
        <When at={row.changedAt} />
      </div>
    </>
  );
}
