import { IconUsersGroup } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { asFlag, asList } from '../../shared/search';
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

const ownedThenRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/teams/then',
  /** What is asked about; the instant is that of every page, `at`. */
  validateSearch: (search: Record<string, unknown>): { ref?: string[] | undefined; system?: string[] | undefined } => ({
    ref: asList(search.ref),
    system: asList(search.system),
  }),
  component: lazyRouteComponent(() => import('./OwnedThenPage')),
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
  routes: [teamsRoute, ownersRoute, ownedThenRoute, teamRoute],
  nav: [{ label: 'Teams', to: '/teams', icon: IconUsersGroup, covers: '/team/', key: 't' }],
  cards: [
    { id: 'team', appliesTo: is('group'), load: () => import('./TeamCard') },
    { id: 'person', appliesTo: is('user'), load: () => import('./PersonCard') },
  ],
} as const satisfies Plugin;
