import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { parseSearch, stringifySearch } from '../shared/search';
import { mantineVariables, theme } from '../shared/theme';

/** Renders a part of a page with the theme, an empty query cache and a router at `/`, and waits until it is there. */
export async function renderPart(part: ReactNode) {
  const rootRoute = createRootRoute({ component: () => <div data-testid="part">{part}</div> });
  const history = createMemoryHistory({ initialEntries: ['/'] });
  const router = createRouter({ routeTree: rootRoute, history, parseSearch, stringifySearch });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} cssVariablesResolver={mantineVariables} env="test">
        {/* The tests have one route; the type knows all of the portal's. */}
        <RouterProvider router={router as never} />
      </MantineProvider>
    </QueryClientProvider>,
  );
  await screen.findByTestId('part');
  return { client, history };
}
