import { runs } from '../../shared/kinds';
import type { Plugin } from '../../shell/plugin';

/** What sources observed about an entity beside its descriptor. */
export const facts = {
  id: 'facts',
  routes: [],
  tabs: [{ id: 'facts', title: 'Facts', appliesTo: runs, load: () => import('./FactsTab') }],
} as const satisfies Plugin;
