import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Column } from '../../sdk';
import { Empty } from '../shared/kit/Empty';
import styles from './DataTable.module.css';

interface Order {
  column: number;
  down: boolean;
}

export function DataTable<Row>(props: {
  label: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  columns: readonly Column<Row>[];
  empty?: string;
}) {
  const { rows, columns } = props;
  const [order, setOrder] = useState<Order>();
  if (rows.length === 0) return <Empty title={props.empty ?? 'There is nothing to show.'} />;
  const isNumber = columns.map((column) => rows.some((row) => typeof column.value(row) === 'number'));
  const by = order && columns[order.column];
  const sorted = by ? rows.toSorted((a, b) => compare(by.value(a), by.value(b)) * (order.down ? -1 : 1)) : rows;
  return (
    // biome-ignore lint/a11y/useSemanticElements: no set of fields, but what a wide table is reached and scrolled by
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <div className={styles.scroll} role="group" aria-label={`${props.label}, scrolls`} tabIndex={0}>
      <table className={styles.table} aria-label={props.label}>
        <thead>
          <tr>
            {columns.map(({ title }, column) => {
              const sort = order?.column === column ? (order.down ? 'descending' : 'ascending') : undefined;
              return (
                <th key={title} scope="col" aria-sort={sort} data-number={isNumber[column]}>
                  <button
                    type="button"
                    onClick={() => setOrder({ column, down: sort === undefined ? !!isNumber[column] : !order?.down })}
                  >
                    {title}
                    {sort === 'ascending' && <IconArrowUp size={13} aria-hidden />}
                    {sort === 'descending' && <IconArrowDown size={13} aria-hidden />}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={props.rowKey(row)}>
              {columns.map((column, index) => (
                <td key={column.title} data-number={isNumber[index]}>
                  {column.cell ? column.cell(row) : written(column.value(row))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Value = string | number | null | undefined;

const written = (value: Value): ReactNode =>
  value === null || value === undefined || value === '' ? (
    <span className="quiet">–</span>
  ) : typeof value === 'number' ? (
    value.toLocaleString('en')
  ) : (
    value
  );

/** What is not there comes first, and last when sorted downwards. */
function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
}
