import 'virtual:tokens.css';
import './shell/mantine.css';
import './shared/base.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { plugins } from './plugins';
import { router } from './router';
import { queryClient } from './shared/queries';
import { mantineVariables, theme } from './shared/theme';
import { InstalledPlugins } from './shell/installed/InstalledPlugins';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} cssVariablesResolver={mantineVariables} defaultColorScheme="auto">
        <InstalledPlugins own={plugins}>
          <RouterProvider router={router} />
        </InstalledPlugins>
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
);
