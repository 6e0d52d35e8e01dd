import { Answer, BarChart, DataTable, definePlugin, EntityLink, Page, Panel, useInstant, useQuery } from '@eventcatalog/sdk';
import { createElement as h } from 'react';

const owners = `query ($at: Instant) {
  facets(paths: ["relations.ownedBy"], where: { kind: ["Component"] }, at: $at) { values { value count } }
}`;

/** The owners with the number of their components, the largest first. */
function useOwners() {
  const query = useQuery(owners, { at: useInstant() });
  const rows = query.data?.facets[0]?.values.toSorted((a, b) => b.count - a.count);
  return { ...query, data: rows };
}

const nameOf = (ref) => ref.replace(/^.*[/]/, '');

const Chart = ({ rows, most }) =>
  h(BarChart, {
    label: 'Components by owner',
    data: rows.slice(0, most).map(({ value, count }) => ({ label: nameOf(value), value: count })),
  });

function OwnersPage() {
  const table = (rows) =>
    h(DataTable, {
      label: 'Owners',
      rows,
      rowKey: ({ value }) => value,
      columns: [
        { title: 'Owner', value: ({ value }) => nameOf(value), cell: ({ value }) => h(EntityLink, { entityRef: value }) },
        { title: 'Components', value: ({ count }) => count },
      ],
    });
  const show = (rows) => [
    h(Panel, { key: 'chart', title: 'The twelve largest' }, h(Chart, { rows, most: 12 })),
    h(Panel, { key: 'table', title: 'Owners', note: rows.length }, table(rows)),
  ];
  return h(Page, { title: 'Owners at a glance' }, h(Answer, { query: useOwners(), what: 'The owners', children: show }));
}

function Largest() {
  const show = (rows) => h(Chart, { rows, most: 5 });
  return h(Panel, { title: 'Largest owners' }, h(Answer, { query: useOwners(), what: 'The owners', children: show }));
}

export default definePlugin({
  components: { page: OwnersPage, largest: Largest },
  commands: { mend: ({ navigate }) => navigate('/teams/owners') },
});
