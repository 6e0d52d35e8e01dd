import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { kindOf, searchSchema, typesOf } from './schemaSearch';

const schema = buildSchema(`
  type Query { owner: Group, owners: [Group!]!, find(where: Filter): Node }
  interface Node { id: ID! }
  type Group implements Node { id: ID!, coOwner: Group }
  input Filter { owner: String }
  enum Direction { UP DOWN }
`);

const found = (text: string) =>
  searchSchema(schema, text).map(({ type, member }) => (member ? `${type}.${member}` : type));

test('equal names come before beginnings, those before the rest', () => {
  expect(found('owner')).toEqual(['Filter.owner', 'Query.owner', 'Query.owners', 'Group.coOwner']);
  expect(found('DIRE')).toEqual(['Direction']);
  expect(found('up')).toEqual(['Direction.UP', 'Group']);
});

test('a type before the dot narrows it down', () => {
  expect(found('query.own')).toEqual(['Query.owner', 'Query.owners']);
  expect(found('query.')).toEqual(['Query.owner', 'Query.owners', 'Query.find']);
  expect(found('nix')).toEqual([]);
});

test('types of introspection are not listed, and each has its word', () => {
  const words = typesOf(schema).map((type) => `${kindOf(type)} ${type.name}`);
  expect(words).toContain('interface Node');
  expect(words).toContain('input Filter');
  expect(words).toContain('enum Direction');
  expect(words.join()).not.toContain('__');
});
