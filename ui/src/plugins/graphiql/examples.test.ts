import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import sdl from '../../../schema.graphql?raw';
import { chosen, operationsIn, problemsIn, readVariables } from './document';
import { examples } from './examples';
import { prettify } from './format';

const schema = buildSchema(sdl);

test.each(examples)('the example "$title" holds against the schema and has its variables', ({ query, variables }) => {
  expect(problemsIn(query, schema)).toEqual([]);
  const operation = chosen(operationsIn(query), undefined);
  expect(operation?.name).toBeTruthy();
  expect(Object.keys(readVariables(variables).value ?? {})).toEqual(operation?.variables);
});

test('setting out afresh keeps comments and leaves variables that are no JSON', async () => {
  const tidy = await prettify({ query: '# why\n{a   b(c:1)}', variables: '{"a":' });
  expect(tidy).toEqual({ query: '# why\n{\n  a\n  b(c: 1)\n}\n', variables: '{"a":' });
  expect((await prettify({ query: '{a}', variables: '{"a":1}' })).variables).toBe('{\n  "a": 1\n}');
  await expect(prettify({ query: '{ a', variables: '' })).rejects.toThrow();
});
