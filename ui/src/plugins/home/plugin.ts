import { IconHome } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { Plugin } from '../../shell/plugin';
import { rootRoute } from '../../shell/rootRoute';

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./HomePage')),
});

export const home = {
  id: 'home',
  routes: [homeRoute],
  nav: [{ label: 'Home', to: '/', icon: IconHome, key: 'h' }],
} as const satisfies Plugin;
