import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { asText } from '../../shared/search';
import type { Plugin } from '../../shell/plugin';
import { rootRoute } from '../../shell/rootRoute';

/**
 * `depth` and `without` belong to the relations tab: how many steps, and which types are hidden. `was` is the name someone came by who was led here
 * from it.
 */
export interface EntitySearch {
  tab?: string | undefined;
  depth?: '2' | undefined;
  was?: string | undefined;
}

const entityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/catalog/$kind/$namespace/$name',
  validateSearch: (search: Record<string, unknown>): EntitySearch => ({
    tab: asText(search.tab),
    depth: search.depth === '2' ? '2' : undefined,
    was: asText(search.was),
  }),
  component: lazyRouteComponent(() => import('./EntityPage')),
});

export const entity = {
  id: 'entity',
  routes: [entityRoute],
  tabs: [
    { id: 'overview', title: 'Overview', appliesTo: () => true, load: () => import('./OverviewTab') },
    { id: 'relations', title: 'Relations', appliesTo: () => true, load: () => import('./RelationsTab') },
    { id: 'descriptor', title: 'Descriptor', appliesTo: () => true, load: () => import('./DescriptorTab') },
    { id: 'history', title: 'History', appliesTo: () => true, load: () => import('./HistoryTab') },
  ],
} as const satisfies Plugin;
