import { queryOptions } from '@tanstack/react-query';

export interface Condition {
  kinds?: readonly string[] | null;
  types?: readonly string[] | null;
  annotation?: string | null;
}

export interface Extension {
  type: 'page' | 'entity-tab' | 'entity-card' | 'home-card' | 'command';
  id: string;
  title: string;
  path?: string | null;
  icon?: string | null;
  when?: Condition | null;
}

/** What a plugin says of itself in its plugin.json. */
export interface Manifest {
  id: string;
  name: string;
  version: string;
  sdk: string;
  entry: string;
  extensions: readonly Extension[];
  /** Each file with its hash, as subresource integrity writes it. */
  files: Readonly<Record<string, string>>;
}

/** One plugin as `GET /api/plugins` lists it; the manifest is that of the version that serves. */
export interface Installed {
  manifest: Manifest;
  enabled: boolean;
}

export const installedQuery = queryOptions({
  queryKey: ['plugins', 'installed'],
  queryFn: async ({ signal }): Promise<Installed[]> => {
    const response = await fetch('/api/plugins', { signal });
    if (!response.ok) throw new Error(`The server answered ${response.status} ${response.statusText}.`);
    return response.json();
  },
  // Live messages say when it changes.
  staleTime: Number.POSITIVE_INFINITY,
});

/** The address of a plugin's page. */
export const pageAddress = (plugin: string, page: Extension) => `/${plugin}${page.path ? `/${page.path}` : ''}`;
