import { IconTimelineEvent } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { asList, asText } from '../../shared/search';
import type { Plugin } from '../../shell/plugin';
import { rootRoute } from '../../shell/rootRoute';

/** What the address of the log says: which types, about which entity, by whom, or the one event at a position. */
export interface EventsSearch {
  type?: string[] | undefined;
  entity?: string | undefined;
  actor?: string | undefined;
  position?: string | undefined;
}

const asPosition = (value: unknown) => (/^[1-9]\d{0,15}$/.test(String(value)) ? String(value) : undefined);

const eventsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/events',
  validateSearch: (search: Record<string, unknown>): EventsSearch => ({
    type: asList(search.type),
    entity: asText(search.entity),
    actor: asText(search.actor),
    position: asPosition(search.position),
  }),
  component: lazyRouteComponent(() => import('./EventsPage')),
});

export const events = {
  id: 'events',
  routes: [eventsRoute],
  nav: [{ label: 'Events', to: '/events', icon: IconTimelineEvent, key: 'e' }],
} as const satisfies Plugin;
