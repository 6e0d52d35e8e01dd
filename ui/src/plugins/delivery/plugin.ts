import { runs } from '../../shared/kinds';
import type { Plugin } from '../../shell/plugin';

/** What ran for an entity: builds, tests, deployments, incidents. */
export const delivery = {
  id: 'delivery',
  routes: [],
  tabs: [{ id: 'delivery', title: 'Delivery', appliesTo: runs, load: () => import('./DeliveryTab') }],
} as const satisfies Plugin;
