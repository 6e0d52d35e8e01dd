import { IconUsersGroup } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { asFlag } from '../../shared/search';
import type { Plugin } from '../../shell/plugin';
import { rootRoute } from '../../shell/rootRoute';

const teamsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/teams',
  component: lazyRouteComponent(() => import('./TeamsPage')),
});

const ownersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/teams/owners',
  component: lazyRouteComponent(() => import('./OwnersPage')),
});

const teamRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/team/$namespace/$name',
  /** `sub`: what its sub-teams own counts too. */
  validateSearch: (search: Record<string, unknown>): { sub?: true | undefined } => ({ sub: asFlag(search.sub) }),
  component: lazyRouteComponent(() => import('./TeamPage')),
});

const is = (kind: string) => (entity: { kind: string }) => entity.kind.toLowerCase() === kind;

export const teams = {
  id: 'teams',
  routes: [teamsRoute, ownersRoute, teamRoute],
  nav: [{ label: 'Teams', to: '/teams', icon: IconUsersGroup, covers: '/team/', key: 't' }],
  cards: [
    { id: 'team', appliesTo: is('group'), load: () => import('./TeamCard') },
    { id: 'person', appliesTo: is('user'), load: () => import('./PersonCard') },
  ],
} as const satisfies Plugin;
