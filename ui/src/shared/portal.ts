import { queryOptions } from '@tanstack/react-query';

/** What `GET /api/portal` says about this installation. */
export interface Portal {
  name: string;
  /** True while the demo organisation is shown because no source is configured. */
  demo: boolean;
  version: string;
  sourcesConfigured: number;
  commandForOwnCode: string;
  /** False where only the documents of the portal's own pages are answered. */
  freeDocuments: boolean;
}

export const portalQuery = queryOptions({
  queryKey: ['portal'],
  queryFn: async ({ signal }): Promise<Portal> => {
    const response = await fetch('/api/portal', { signal });
    if (!response.ok) throw new Error(`The server answered ${response.status} ${response.statusText}.`);
    return response.json();
  },
  staleTime: 60_000,
});
