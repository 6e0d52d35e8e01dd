import { createRouter } from '@tanstack/react-router';
import { routes } from './plugins';
import { parseSearch, stringifySearch } from './shared/search';
import { rootRoute } from './shell/rootRoute';

export const router = createRouter({
  routeTree: rootRoute.addChildren(routes),
  parseSearch,
  stringifySearch,
  defaultPreload: false,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
