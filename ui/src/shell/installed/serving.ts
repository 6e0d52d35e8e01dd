import { createContext, useContext } from 'react';
import type { Installed, Manifest } from './installed';

/** What is known of the installed plugins; undefined until the list has come. */
export interface Serving {
  installed: readonly Installed[] | undefined;
  error: Error | null;
  retry: () => unknown;
}

export const ServingPlugins = createContext<Serving>({ installed: undefined, error: null, retry: () => {} });

/** The version of a plugin that serves; undefined when it is not there or switched off. */
export const useServing = (plugin: string): Manifest | undefined =>
  useContext(ServingPlugins).installed?.find((each) => each.enabled && each.manifest.id === plugin)?.manifest;
