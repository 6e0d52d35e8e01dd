import { IconBrandGraphql } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { Plugin } from '../../shell/plugin';
import { rootRoute } from '../../shell/rootRoute';

const graphiqlRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graphiql',
  component: lazyRouteComponent(() => import('./GraphiqlPage')),
});

export const graphiql = {
  id: 'graphiql',
  routes: [graphiqlRoute],
  nav: [{ label: 'GraphQL', to: '/graphiql', icon: IconBrandGraphql, key: 'q' }],
} as const satisfies Plugin;
