import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { applyChanged } from './live';

const keys = {
  cart: ['entity', 'component:default/cart', 'head', { at: undefined }],
  cartThen: ['entity', 'component:default/cart', 'head', { at: '@12' }],
  stock: ['entity', 'component:default/stock', 'head', { at: undefined }],
  around: ['entity', 'component:default/stock', 'neighbourhood', { at: undefined }],
  list: ['entities', 'list', { at: undefined }],
  portal: ['portal'],
  plugins: ['plugins', 'installed'],
};

test('a message makes stale what it touches and nothing that is seen in the past', () => {
  const client = new QueryClient();
  for (const key of Object.values(keys)) client.setQueryData(key, 'read');
  applyChanged(client, { position: '13', refs: ['component:default/cart'], sources: [], plugins: [] });
  const stale = Object.entries(keys).filter(([, key]) => client.getQueryState(key)?.isInvalidated);
  expect(stale.map(([name]) => name)).toEqual(['cart', 'around', 'list']);
});

test('a changed plugin makes the list of plugins stale', () => {
  const client = new QueryClient();
  client.setQueryData(keys.plugins, 'read');
  applyChanged(client, { position: '13', refs: [], sources: [], plugins: ['hello'] });
  expect(client.getQueryState(keys.plugins)?.isInvalidated).toBe(true);
});
