import { IconPuzzle } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { Plugin } from '../../shell/plugin';
import { rootRoute } from '../../shell/rootRoute';

const galleryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/plugins',
  component: lazyRouteComponent(() => import('./GalleryPage')),
});

/** Where the pages of installed plugins stand; every page of the portal's own goes before it. */
const installedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '$',
  component: lazyRouteComponent(() => import('../../shell/installed/PluginPage')),
});

export const gallery = {
  id: 'gallery',
  routes: [galleryRoute, installedRoute],
  nav: [{ label: 'Plugins', to: '/plugins', icon: IconPuzzle, key: 'p' }],
} as const satisfies Plugin;
