import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderPart } from '../../testing/renderPart';
import { asPlugin, holds } from './asPlugin';
import { Box } from './Box';
import type { Manifest } from './installed';

const manifest: Manifest = {
  id: 'hello',
  name: 'Hello',
  version: '1.0.0',
  sdk: '^1.0',
  entry: 'index.js',
  extensions: [
    { type: 'page', id: 'first', title: 'First' },
    { type: 'page', id: 'more', title: 'More', path: 'more' },
    { type: 'command', id: 'act', title: 'Act' },
  ],
  files: {},
};

test('what a plugin throws is said in its box and nowhere else, and can be tried again', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  let broken = true;
  const Content = () => {
    if (broken) throw new Error('Out of paper');
    return <p>All is well</p>;
  };
  const retry = vi.fn(() => {
    broken = false;
  });
  await renderPart(
    <>
      <Box plugin={manifest} title="Links" isPage={false} retry={retry}>
        <Content />
      </Box>
      <p>The rest of the page</p>
    </>,
  );
  expect(screen.getByRole('alert').textContent).toContain('"Links" of the plugin Hello 1.0.0 failed.Out of paper');
  expect(screen.getByText('The rest of the page')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(screen.getByText('All is well')).toBeTruthy();
});

test('a condition holds when all of it does, kinds and types in any case', () => {
  const cart = { kind: 'Component', type: 'service', annotations: { 'acme.com/link': 'x' } };
  expect(holds(undefined, cart)).toBe(true);
  expect(holds({ kinds: ['component'], types: ['Service'], annotation: 'acme.com/link' }, cart)).toBe(true);
  expect(holds({ kinds: ['api', 'system'] }, cart)).toBe(false);
  expect(holds({ types: ['library'] }, cart)).toBe(false);
  expect(holds({ types: ['library'] }, { ...cart, type: null })).toBe(false);
  expect(holds({ annotation: 'acme.com/other' }, cart)).toBe(false);
});

test('a plugin adds what its manifest says, and nothing while it is off or made for another SDK', () => {
  const nav = (plugin: Parameters<typeof asPlugin>[0]) => asPlugin(plugin).nav?.map(({ to }) => to);
  expect(nav({ manifest, enabled: true })).toEqual(['/hello', '/hello/more']);
  expect(asPlugin({ manifest, enabled: true }).commands?.map(({ id }) => id)).toEqual(['hello.act']);
  expect(nav({ manifest, enabled: false })).toBeUndefined();
  expect(nav({ manifest: { ...manifest, sdk: '^99.0' }, enabled: true })).toBeUndefined();
});
