import { IconFolders } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { Plugin } from '../../shell/plugin';
import { rootRoute } from '../../shell/rootRoute';

const sourcesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sources',
  component: lazyRouteComponent(() => import('./SourcesPage')),
});

export const sources = {
  id: 'sources',
  routes: [sourcesRoute],
  nav: [{ label: 'Sources', to: '/sources', icon: IconFolders, key: 's' }],
} as const satisfies Plugin;
