import { IconArrowsDiff } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { asList, asText } from '../../shared/search';
import type { Plugin } from '../../shell/plugin';
import { rootRoute } from '../../shell/rootRoute';

/** Which instants are compared, and what of the difference is shown. Without `to`, the instant the page is seen at. */
export interface DifferenceSearch {
  from?: string | undefined;
  to?: string | undefined;
  team?: string | undefined;
  kind?: string[] | undefined;
}

const differenceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/diff',
  validateSearch: (search: Record<string, unknown>): DifferenceSearch => ({
    from: asText(search.from),
    to: asText(search.to),
    team: asText(search.team),
    kind: asList(search.kind),
  }),
  component: lazyRouteComponent(() => import('./DifferencePage')),
});

export const differences = {
  id: 'differences',
  routes: [differenceRoute],
  nav: [{ label: 'Changes', to: '/diff', icon: IconArrowsDiff, key: 'd' }],
} as const satisfies Plugin;
