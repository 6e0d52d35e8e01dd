import type { Plugin } from '../../../sdk';
import type { Manifest } from './installed';
import { sdkFault } from './sdkRange';

const loading = new Map<string, Promise<Plugin>>();

export const addressOf = ({ id, version }: Manifest, path: string) =>
  `/plugins/${id}/${version}/${path.split('/').map(encodeURIComponent).join('/')}`;

/** The plugin's entry module, loaded once for each version; what failed is tried again by the next who asks. */
export function load(manifest: Manifest): Promise<Plugin> {
  const key = `${manifest.id}@${manifest.version}`;
  const known = loading.get(key);
  if (known) return known;
  const started = loadNow(manifest);
  loading.set(key, started);
  started.catch(() => loading.delete(key));
  return started;
}

async function loadNow(manifest: Manifest): Promise<Plugin> {
  const fault = sdkFault(manifest.sdk);
  if (fault) throw new Error(fault);
  // The styles of the SDK come with it only this way.
  const sdk = import('../../sdk');
  await Promise.all(Object.keys(manifest.files).map((path) => verify(manifest, path)));
  await sdk;
  const module = (await import(/* @vite-ignore */ addressOf(manifest, manifest.entry))) as { default?: Plugin };
  if (typeof module.default !== 'object')
    throw new Error(`${manifest.entry} has no default export: export what definePlugin gives.`);
  return module.default;
}

/**
 * Has the browser compare a file with the hash it was installed with, before any of the plugin runs. The bytes stay in the browser's cache
 * for the import that follows. Bytes that do not fit may be old ones from that cache, so they are asked for once more.
 */
async function verify(manifest: Manifest, path: string): Promise<void> {
  const [address, integrity] = [addressOf(manifest, path), manifest.files[path] as string];
  for (const cache of ['default', 'reload'] as const) {
    try {
      const response = await fetch(address, { integrity, cache });
      if (!response.ok) throw new Error(`${address} was answered with ${response.status} ${response.statusText}.`);
      await response.arrayBuffer();
      return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new Error(
    `The browser refused ${address}: its bytes are not those that were installed (${integrity}), or the server does not answer.`,
  );
}
