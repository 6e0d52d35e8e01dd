import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { type Plugin, PluginsProvider } from '../plugin';
import { asPlugin } from './asPlugin';
import { installedQuery } from './installed';
import { ServingPlugins } from './serving';

/** Gives the page the portal's own plugins at once, and those that are installed as soon as the first paint has been. */
export function InstalledPlugins({ own, children }: { own: readonly Plugin[]; children: ReactNode }) {
  const { data, error, refetch } = useQuery({ ...installedQuery, enabled: usePainted() });
  const all = useMemo(() => (data ? [...own, ...data.map(asPlugin)] : own), [own, data]);
  const serving = useMemo(() => ({ installed: data, error, retry: refetch }), [data, error, refetch]);
  return (
    <ServingPlugins value={serving}>
      <PluginsProvider value={all}>{children}</PluginsProvider>
    </ServingPlugins>
  );
}

/** False until the browser has shown what there is: plugins do not stand in the way of the first paint. */
function usePainted(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    const paints = new PerformanceObserver((entries) => {
      if (entries.getEntriesByName('first-contentful-paint').length > 0) setPainted(true);
    });
    paints.observe({ type: 'paint', buffered: true });
    return () => paints.disconnect();
  }, []);
  return painted;
}
