import { IconListSearch } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { Plugin } from '../../shell/plugin';
import { rootRoute } from '../../shell/rootRoute';
import { readCatalogSearch } from './search';

const catalogRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/catalog',
  validateSearch: readCatalogSearch,
  component: lazyRouteComponent(() => import('./CatalogPage')),
});

export const catalog = {
  id: 'catalog',
  routes: [catalogRoute],
  nav: [{ label: 'Catalog', to: '/catalog', icon: IconListSearch, key: 'c' }],
} as const satisfies Plugin;
