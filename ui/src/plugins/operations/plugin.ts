import { IconActivityHeartbeat } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { Plugin } from '../../shell/plugin';
import { rootRoute } from '../../shell/rootRoute';

const operationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operations',
  component: lazyRouteComponent(() => import('./OperationsPage')),
});

export const operations = {
  id: 'operations',
  routes: [operationsRoute],
  nav: [{ label: 'Operations', to: '/operations', icon: IconActivityHeartbeat, key: 'o' }],
} as const satisfies Plugin;
