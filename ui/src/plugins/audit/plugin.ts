import { IconShieldCheck } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { asText } from '../../shared/search';
import type { Plugin } from '../../shell/plugin';
import { rootRoute } from '../../shell/rootRoute';

/** What the address says of the export: from which instant to which, and about what. */
export interface AuditSearch {
  from?: string | undefined;
  to?: string | undefined;
  scope?: string | undefined;
}

const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>): AuditSearch => ({
    from: asText(search.from),
    to: asText(search.to),
    scope: asText(search.scope),
  }),
  component: lazyRouteComponent(() => import('./AuditPage')),
});

export const audit = {
  id: 'audit',
  routes: [auditRoute],
  nav: [{ label: 'Audit', to: '/audit', icon: IconShieldCheck, key: 'a' }],
} as const satisfies Plugin;
