import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { renderPart } from '../testing/renderPart';
import { BarChart } from './BarChart';
import { DataTable } from './DataTable';
import { points } from './figures';

const rows = [
  { name: 'cart', count: 2 },
  { name: 'wallet', count: 10 },
  { name: 'api', count: undefined },
];
const columns = [
  { title: 'Name', value: (row: (typeof rows)[number]) => row.name },
  { title: 'Count', value: (row: (typeof rows)[number]) => row.count },
];
const names = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.querySelector('td')?.textContent);

test('a table sorts by the column that is clicked: numbers downwards first, texts upwards', async () => {
  await renderPart(<DataTable label="Things" rows={rows} rowKey={(row) => row.name} columns={columns} />);
  expect(names()).toEqual(['cart', 'wallet', 'api']);
  await userEvent.click(screen.getByRole('button', { name: 'Count' }));
  expect(names()).toEqual(['wallet', 'cart', 'api']);
  expect(screen.getByRole('columnheader', { name: 'Count' }).getAttribute('aria-sort')).toBe('descending');
  await userEvent.click(screen.getByRole('button', { name: 'Count' }));
  expect(names()).toEqual(['api', 'cart', 'wallet']);
  await userEvent.click(screen.getByRole('button', { name: 'Name' }));
  expect(names()).toEqual(['api', 'cart', 'wallet']);
});

test('a table without rows says so in the words of its plugin', async () => {
  await renderPart(<DataTable label="Things" rows={[]} rowKey={() => ''} columns={columns} empty="No things yet." />);
  expect(screen.getByText('No things yet.')).toBeTruthy();
});

test('a chart says its figures to those who do not see it', async () => {
  await renderPart(
    <BarChart label="Things" data={[{ label: 'cart', value: 1200 }]} format={(value) => `${value} €`} />,
  );
  expect(screen.getByRole('img', { name: 'Things: cart 1200 €' })).toBeTruthy();
});

test('a line goes from the left to the right, the largest value highest; equal values lie in the middle', () => {
  expect(points([1, 3, 2], 100, 50)).toEqual([
    [0, 50],
    [50, 0],
    [100, 25],
  ]);
  expect(points([7, 7], 100, 50)).toEqual([
    [0, 25],
    [100, 25],
  ]);
});
