import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderPart } from '../../testing/renderPart';
import { ChangeLine } from './ChangeLine';
import type { Line } from './queries';

const line: Line = {
  kind: 'RENAMED',
  ref: 'component:default/basket',
  previousRef: 'component:default/cart',
  fields: [
    { path: '/spec/owner', before: 'shop', after: 'pay' },
    { path: '/metadata/tags', before: ['java', 'pci'], after: ['pci', 'kotlin'] },
    { path: '/metadata/annotations/acme.com~1pager', before: null, after: 'P-1' },
  ],
  entity: { ref: 'component:default/basket', title: 'Basket', kind: 'Component', ownerRef: null, owner: null },
};
const pair = { from: '2026-03-01T00:00:00Z', to: '@40' };
const cells = () =>
  screen.getAllByRole('row').map((row) => [...row.children].map((cell) => cell.textContent).join(' | '));

test('a line says the old name, and of each field what one side has and the other has not', async () => {
  await renderPart(
    <ul>
      <ChangeLine line={line} pair={pair} to={undefined} />
    </ul>,
  );
  expect(screen.getByText('component:default/cart')).toBeTruthy();
  expect(cells()).toEqual([
    'Field | Before | After',
    'spec.owner | shop | pay',
    'metadata.tags | java | kotlin',
    'metadata.annotations.acme.com/pager | nothing | P-1',
  ]);
});

test('what is there leads to the second instant, what is gone to the first', async () => {
  const gone: Line = {
    ...line,
    kind: 'REMOVED',
    ref: 'component:default/old',
    entity: { ...line.entity, title: 'Old' },
  };
  await renderPart(
    <ul>
      <ChangeLine line={line} pair={pair} to="@40" />
      <ChangeLine line={gone} pair={pair} to="@40" />
    </ul>,
  );
  expect(screen.getByRole('link', { name: /Basket/ }).getAttribute('href')).toMatch(/at=@40$/);
  expect(screen.getByRole('link', { name: /Old/ }).getAttribute('href')).toMatch(/at=2026-03-01T00:00:00Z$/);
});
