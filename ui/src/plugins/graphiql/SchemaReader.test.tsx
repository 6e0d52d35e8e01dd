import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { buildSchema } from 'graphql';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { renderPart } from '../../testing/renderPart';
import { SchemaReader } from './SchemaReader';
import type { Place } from './schemaSearch';

const schema = buildSchema(`
  type Query {
    "Counts of values."
    facets(paths: [String!]!, direction: Direction = UP): [Facet!]!
    old: String @deprecated(reason: "Use facets.")
  }
  "What was counted."
  type Facet { path: String! }
  enum Direction { UP DOWN }
`);

function Reader() {
  const [trail, setTrail] = useState<readonly Place[]>([]);
  return (
    <SchemaReader
      schema={schema}
      trail={trail}
      onGo={(place) => setTrail((before) => [...before, place])}
      onBack={() => setTrail((before) => before.slice(0, -1))}
    />
  );
}

test('one clicks from a root to the type of a field and back, and the keyboard follows', async () => {
  Element.prototype.scrollIntoView = () => {};
  await renderPart(<Reader />);
  await userEvent.click(screen.getByRole('button', { name: 'Query type' }));
  expect(screen.getByRole('heading', { name: 'Query' })).toBe(document.activeElement);
  expect(screen.getByText('Counts of values.')).toBeTruthy();
  expect(screen.getByText('Deprecated: Use facets.')).toBeTruthy();
  expect(screen.getByText(/= UP/)).toBeTruthy();

  await userEvent.click(screen.getByRole('button', { name: 'Facet' }));
  expect(screen.getByText('What was counted.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Back to Query' }));
  await userEvent.click(screen.getByRole('button', { name: 'Back to all types' }));
  expect(screen.getByRole('heading', { name: 'All types' })).toBe(document.activeElement);
});

test('a field that was sought is marked on the page of its type', async () => {
  Element.prototype.scrollIntoView = () => {};
  await renderPart(<Reader />);
  await userEvent.type(screen.getByRole('textbox', { name: 'Find a type or a field' }), 'face');
  await userEvent.click(screen.getByRole('button', { name: /^Query\. ?facets$/ }));
  const marked = screen.getAllByRole('listitem').filter((item) => item.dataset.marked === 'true');
  expect(marked.map((item) => item.textContent)).toEqual([expect.stringMatching(/^facets/)]);

  await userEvent.type(screen.getByRole('textbox', { name: 'Find a type or a field' }), 'zzz');
  expect(screen.getByText('Nothing in the schema is called so.')).toBeTruthy();
});
