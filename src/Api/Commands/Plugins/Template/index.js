// @ts-check
import { Answer, BarChart, DataTable, definePlugin, EntityLink, Page, Panel, useEntity, useInstant, useQuery } from '@eventcatalog/sdk';
import { createElement as h } from 'react';

const components = `query ($at: Instant) {
  entities(where: { kind: ["Component"] }, first: 100, at: $at) {
    nodes { ref title lifecycle ownerRef }
  }
}`;

/** The page at /__ID__: what is asked, then what is made of the answer. */
function Overview() {
  const query = useQuery(components, { at: useInstant() });
  return h(Page, { title: '__NAME__', lead: 'Components by lifecycle.' },
    h(Answer, { query, what: 'The components', children: ({ entities: { nodes } }) => [
      h(Panel, { key: 'chart', title: 'How many' }, h(BarChart, { label: 'Components by lifecycle', data: count(nodes) })),
      h(Panel, { key: 'table', title: 'Components', note: nodes.length }, h(DataTable, {
        label: 'Components',
        rows: nodes,
        rowKey: (row) => row.ref,
        columns: [
          { title: 'Component', value: (row) => row.title, cell: (row) => h(EntityLink, { entityRef: row.ref, title: row.title }) },
          { title: 'Lifecycle', value: (row) => row.lifecycle },
          { title: 'Owner', value: (row) => row.ownerRef },
        ],
      })),
    ] }));
}

/** @param {readonly { lifecycle?: string | null }[]} nodes */
function count(nodes) {
  const groups = Object.groupBy(nodes, ({ lifecycle }) => lifecycle ?? 'none');
  return Object.entries(groups).map(([label, of]) => ({ label, value: of?.length ?? 0 }));
}

/** The card on every component: useEntity says which. */
function Greeting() {
  const entity = useEntity();
  return h(Panel, { title: '__NAME__' }, `This is ${entity.title}, ${entity.lifecycle ?? 'of no lifecycle'}.`);
}

export default definePlugin({ components: { overview: Overview, greeting: Greeting } });
