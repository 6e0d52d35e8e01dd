import { createRootRoute, retainSearchParams } from '@tanstack/react-router';
import { asText } from '../shared/search';
import { NotFound, PageFault } from './Faults';
import { Shell } from './Shell';

/** The frame of every page. `at`, the instant all of them are seen at, is kept from page to page. */
export const rootRoute = createRootRoute({
  validateSearch: (search: Record<string, unknown>): { at?: string | undefined } => ({ at: asText(search.at) }),
  search: { middlewares: [retainSearchParams(['at'])] },
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: PageFault,
});
