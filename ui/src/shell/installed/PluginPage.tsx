import { Link, useParams } from '@tanstack/react-router';
import { useContext } from 'react';
import { Failure, Waiting } from '../../shared/kit/Answer';
import { Empty } from '../../shared/kit/Empty';
import { Page } from '../../shared/kit/Page';
import { NotFound } from '../Faults';
import { ExtensionBox } from './ExtensionBox';
import { pageAddress } from './installed';
import { sdkFault } from './sdkRange';
import { ServingPlugins } from './serving';

/** Every address that is none of the portal's own: perhaps the page of a plugin. */
export default function PluginPage() {
  const { installed, error, retry } = useContext(ServingPlugins);
  const address = `/${(useParams({ strict: false }) as { _splat?: string })._splat ?? ''}`.replace(/\/$/, '');
  if (!installed)
    return (
      <Page title="Page" heading={null}>
        {error ? <Failure what="The list of plugins" error={error} retry={retry} /> : <Waiting lines={8} />}
      </Page>
    );
  for (const { manifest, enabled } of installed) {
    const page = manifest.extensions.find((each) => each.type === 'page' && pageAddress(manifest.id, each) === address);
    if (!page) continue;
    const fault = enabled ? sdkFault(manifest.sdk) : 'It is switched off.';
    if (!fault) return <ExtensionBox plugin={manifest} extension={page} lines={8} />;
    return (
      <Page title={page.title}>
        <Empty title={`This page belongs to the plugin ${manifest.name}. ${fault}`}>
          <Link to="/plugins" hash={manifest.id}>
            See it among the plugins
          </Link>
        </Empty>
      </Page>
    );
  }
  return <NotFound />;
}
