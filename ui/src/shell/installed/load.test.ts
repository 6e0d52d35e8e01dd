import { afterEach, expect, test, vi } from 'vitest';
import type { Manifest } from './installed';
import { addressOf, load } from './load';

const manifest: Manifest = {
  id: 'hello',
  name: 'Hello',
  version: '1.0.0',
  sdk: '^1.0',
  entry: 'index.js',
  extensions: [],
  files: { 'index.js': 'sha256-x', 'chunks/a b.js': 'sha256-y' },
};

afterEach(() => vi.unstubAllGlobals());

test('a file stands under plugin and version, and its name is written as an address', () => {
  expect(addressOf(manifest, 'chunks/a b.js')).toBe('/plugins/hello/1.0.0/chunks/a%20b.js');
});

test('every file is compared with its hash, once more past the cache when it does not fit, and the refusal names it', async () => {
  const asked: [string, string | undefined, string | undefined][] = [];
  vi.stubGlobal('fetch', async (address: string, { integrity, cache }: RequestInit) => {
    asked.push([address, integrity, cache]);
    if (address.endsWith('index.js')) throw new TypeError('Failed to fetch');
    return new Response('');
  });
  await expect(load(manifest)).rejects.toThrow(
    'The browser refused /plugins/hello/1.0.0/index.js: its bytes are not those that were installed (sha256-x)',
  );
  expect(asked).toEqual([
    ['/plugins/hello/1.0.0/index.js', 'sha256-x', 'default'],
    ['/plugins/hello/1.0.0/chunks/a%20b.js', 'sha256-y', 'default'],
    ['/plugins/hello/1.0.0/index.js', 'sha256-x', 'reload'],
  ]);
});

test('a plugin for another SDK is not even asked for', async () => {
  const fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  await expect(load({ ...manifest, sdk: '^99.0' })).rejects.toThrow('It is made for ^99.0 of @eventcatalog/sdk');
  expect(fetched).not.toHaveBeenCalled();
});
