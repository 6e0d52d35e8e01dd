import { DataTable, definePlugin, EmptyState, Link, Panel, useEntity } from '@eventcatalog/sdk';
import { type NamedLink, panelsOf, safe } from './annotations';

function Dashboard() {
  const url = safe(useEntity().annotations['grafana/dashboard-url']);
  return (
    <Panel title="Dashboard">
      {url ? (
        <Link to={url}>Open in Grafana</Link>
      ) : (
        <EmptyState title="The annotation grafana/dashboard-url is not an http address." />
      )}
    </Panel>
  );
}

function Panels() {
  const { title, annotations } = useEntity();
  const panels = panelsOf(annotations['grafana/panels']);
  return (
    <Panel title="Panels" note={panels.length}>
      <DataTable<NamedLink>
        label={`Panels of ${title}`}
        rows={panels}
        rowKey={({ url }) => url}
        columns={[
          { title: 'Panel', value: ({ name }) => name, cell: ({ name, url }) => <Link to={url}>{name}</Link> },
          { title: 'At', value: ({ url }) => new URL(url).host },
        ]}
        empty="The annotation grafana/panels has no line such as: Latency https://grafana.example.com/d/1"
      />
    </Panel>
  );
}

export default definePlugin({ components: { dashboard: Dashboard, panels: Panels } });
