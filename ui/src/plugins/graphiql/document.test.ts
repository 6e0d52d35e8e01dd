import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { chosen, lineOf, operationsIn, problemsIn, readVariables } from './document';

const schema = buildSchema(`
  type Query { title: String, old: String @deprecated(reason: "Use title."), entity(ref: String!): Query, count: Int }
`);

const marked = (text: string) =>
  problemsIn(text, schema).map(({ from, to, severity, message }) => [severity, text.slice(from, to), message]);

test('a wrong name is marked alone, with what was probably meant', () => {
  expect(marked('{ titel { a } }')).toEqual([
    ['error', 'titel', 'Cannot query field "titel" on type "Query". Did you mean "title"?'],
  ]);
  expect(marked('query ($a: Int) { title }')).toEqual([['error', '$a', 'Variable "$a" is never used.']]);
});

test('a text that cannot be parsed is marked where it breaks', () => {
  expect(marked('{ title ) }')).toEqual([['error', ')', 'Syntax Error: Expected Name, found ")".']]);
  const [unfinished] = problemsIn('{ title', schema);
  expect(unfinished).toMatchObject({ from: 7, to: 7, message: 'Syntax Error: Expected Name, found <EOF>.' });
});

test('what is deprecated is a warning', () => {
  expect(marked('{ old }')).toEqual([['warning', 'old', 'The field Query.old is deprecated. Use title.']]);
});

test('nothing is wrong with nothing, and without a schema only grammar is looked at', () => {
  expect(problemsIn(' \n', schema)).toEqual([]);
  expect(problemsIn('{ titel }', undefined)).toEqual([]);
});

test('the operation runs that was chosen by name, else the first', () => {
  const operations = operationsIn(
    'query A { title } subscription B($from: Int, $to: Int) { title } fragment C on Query { title }',
  );
  expect(operations.map(({ name, kind }) => [name, kind])).toEqual([
    ['A', 'query'],
    ['B', 'subscription'],
  ]);
  expect(chosen(operations, 'B')?.variables).toEqual(['from', 'to']);
  expect(chosen(operations, 'gone')?.name).toBe('A');
  expect(chosen(operationsIn('{ not finished'), 'A')).toBeUndefined();
});

test('variables are a JSON object or are said not to be', () => {
  expect(readVariables(' ')).toEqual({});
  expect(readVariables('{"a": [1]}')).toEqual({ value: { a: [1] } });
  expect(readVariables('[1]').problem).toMatch(/must be a JSON object/);
  expect(readVariables('{').problem).toMatch(/are not JSON/);
});

test('lines count from one', () => {
  expect(lineOf('a\nb', 0)).toBe(1);
  expect(lineOf('a\nb', 2)).toBe(2);
});
