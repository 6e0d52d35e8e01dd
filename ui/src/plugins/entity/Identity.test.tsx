import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { PageEntity } from '../../shell/plugin';
import { renderPart } from '../../testing/renderPart';
import { ConflictsPanel } from './ConflictsPanel';
import { RenamedNote } from './RenamedNote';

const basket = {
  ref: 'component:default/basket',
  renames: [
    {
      fromRef: 'component:default/cart',
      toRef: 'component:default/basket',
      at: '2026-03-01T12:00:00Z',
      position: '1234',
    },
  ],
  merges: [{ fromRef: 'component:default/trolley', at: '2026-04-01T12:00:00Z', position: '2345' }],
} as unknown as PageEntity;

test('who came by the old name is told the new one and since when', async () => {
  await renderPart(<RenamedNote entity={basket} asked="component:default/cart" />);
  const note = screen.getByRole('status').textContent;
  expect(note).toContain('You asked for component:default/cart, which is called component:default/basket now');
  expect(note).toContain('position 1234');
});

test('who came by the name of what goes on as part of it is told so', async () => {
  await renderPart(<RenamedNote entity={basket} asked="component:default/trolley" />);
  expect(screen.getByRole('status').textContent).toContain(
    'You asked for component:default/trolley, which goes on as part of component:default/basket since 1 Apr 2026',
  );
});

test('who came by the name it has is told nothing', async () => {
  await renderPart(<RenamedNote entity={basket} asked={undefined} />);
  expect(screen.queryByRole('status')).toBeNull();
});

test('a conflict names the place that waits, the value that counts and the one that does not', async () => {
  await renderPart(
    <ConflictsPanel
      conflicts={[
        {
          sourceId: 'x',
          target: 'file:/pay/catalog-info.yaml',
          since: '2026-03-01T12:00:00Z',
          overruled: false,
          fields: [{ path: '/spec/owner', kept: 'shop', waiting: 'pay', reason: 'shop had it first' }],
        },
      ]}
    />,
  );
  expect(screen.getByRole('link', { name: 'file:/pay/catalog-info.yaml' }).getAttribute('href')).toContain('/sources');
  const said = screen.getByRole('table', { name: 'shop had it first' });
  expect(
    within(said)
      .getAllByRole('row')
      .map((row) => row.textContent),
  ).toEqual(['FieldCountsDoes not count', 'spec.owner"shop""pay"']);
});
