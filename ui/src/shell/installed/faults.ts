import { useSyncExternalStore } from 'react';

/** What went wrong on this page, by plugin; a plugin that is upgraded starts anew. */
let faults: ReadonlyMap<string, string> = new Map();
const listeners = new Set<() => void>();

const keyOf = (plugin: { id: string; version: string }) => `${plugin.id}@${plugin.version}`;

export function noteFault(plugin: { id: string; version: string }, words: string): void {
  if (faults.get(keyOf(plugin)) === words) return;
  faults = new Map(faults).set(keyOf(plugin), words);
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useFault = (plugin: { id: string; version: string }): string | undefined =>
  useSyncExternalStore(subscribe, () => faults).get(keyOf(plugin));
