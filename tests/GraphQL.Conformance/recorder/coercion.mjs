// node coercion.mjs: every kind of input type times many literals and JSON values, and every leaf type times many answers of a resolver.
// What a field took is written by graphql-js as JSON; the C# side asks the same documents of a schema with the same resolvers.
import { buildSchema, graphqlSync } from 'graphql';

const named = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Mood', 'Box', 'Pick', 'Json'];
const wrapped = ['Int!', '[Int]', '[Int!]!', '[[Int]]', '[String!]', '[Mood]', '[Box!]', 'Box!', '[Pick!]', 'Pick!', 'Mood!', '[ID]', '[Float!]', '[Boolean]'];
const types = [...named, ...wrapped];
const leaves = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Mood'];
const sdl = `scalar Json
enum Mood { GOOD BAD true_ }
input Box { i: Int! = 5 s: String mood: Mood list: [Int!] box: Box pick: Pick must: ID! }
input Pick @oneOf { a: Int b: String c: [Mood!] d: Box }
type Query {
${types.map((type, i) => `  in${i}(v: ${type}): Json`).join('\n')}
${leaves.map((type) => `  out${type}(n: Int!): ${type}`).join('\n')}
}
`;

const literals = ['0', '-0', '1', '-1', '2147483647', '2147483648', '-2147483648', '-2147483649', '9007199254740993', '123456789012345678901234567890', '1.0', '1.5', '-0.0', '1e0', '1e3', '1.5e-3',
  '1e308', '1e309', '-1e400', '1e-400', '""', '"a"', '"1"', '"GOOD"', '"true"', '"é😀\\n\\u0041"', '"""block\n    text"""', 'true', 'false', 'null', 'GOOD', 'BAD', 'GOD', 'UGLY', 'true_', '[]', '[1]', '[1, 2]',
  '[1, null]', '[1, "x"]', '[null]', '[[1], [2, null]]', '[[[1]]]', '["a", "b"]', '[GOOD, BAD]', '[1.5]', '[true]', '{}', '{ a: 1 }', '{ a: null }', '{ a: 1, b: "x" }', '{ b: "x" }', '{ c: GOOD }', '{ d: { must: 1 } }',
  '{ must: 1 }', '{ must: "x", i: null }', '{ must: "x", i: 1.5, mood: NICE }', '{ must: "x", box: { must: 2, list: [1, 2] } }', '{ must: "x", box: { i: 1 } }', '{ must: "x", nope: 1 }', '{ must: "x", lst: [1] }',
  '{ must: "x", pick: { a: 1 } }', '{ must: "x", pick: { a: 1, b: "y" } }', '{ must: 3, list: 4 }', '[{ must: 1 }, { i: 1 }]', '[{ a: 1 }, { b: "y" }, {}]', '{ must: 1, list: [1, "two", null] }'];

const values = [0, -0, 1, -1, 2147483647, 2147483648, -2147483648, -2147483649, 9007199254740991, 9007199254740992, 1e21, 1.5, -0.5, 1e-7, 1e100, 1.7976931348623157e308, '', 'a', '1', '1.5', ' 7 ', 'GOOD', 'GOD', 'true', 'é😀\n"\\', true, false,
  null, [], [1], [1, 2], [1, null], [1, 'x'], [null], [[1], [2, null]], [[[1]]], ['a', 'b'], ['GOOD', 'BAD'], [true], [1.5], {}, { a: 1 }, { a: null }, { a: 1, b: 'x' }, { b: 'x' }, { c: 'GOOD' }, { c: ['GOOD', 'NO'] },
  { d: { must: 1 } }, { must: 1 }, { must: 'x', i: null }, { must: 'x', i: 1.5, mood: 'NICE' }, { must: 'x', box: { must: 2, list: [1, 2] } }, { must: 'x', box: { i: 1 } }, { must: 'x', nope: 1 }, { must: 'x', lst: [1] },
  { must: 'x', pick: { a: 1 } }, { must: 'x', pick: { a: 1, b: 'y' } }, { must: 3, list: 4 }, [{ must: 1 }, { i: 1 }], [{ a: 1 }, { b: 'y' }, {}], { must: 1, list: [1, 'two', null] },
  { a: { b: { c: { d: [1] } } } }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 'a "quoted" text'];

const schema = buildSchema(sdl);
const rootValue = {
  ...Object.fromEntries(types.map((_, i) => [`in${i}`, (args) => args])),
  ...Object.fromEntries(leaves.map((type) => [`out${type}`, ({ n }) => values[n]])),
};
const show = (error) => ({ message: error.message, at: error.locations?.map((l) => `${l.line}:${l.column}`), path: error.path });

function ask(query, variables) {
  const { data, errors } = graphqlSync({ schema, source: query, rootValue, variableValues: variables });
  console.log(JSON.stringify({ query, variables, data, errors: errors?.map(show) }));
}

console.log(JSON.stringify({ sdl, values }));
types.forEach((type, i) => {
  for (const literal of literals) ask(`{ a: in${i}(v: ${literal}) }`);
  for (const literal of literals) ask(`query ($v: ${type} = ${literal}) { a: in${i}(v: $v) }`);
  for (const value of values) ask(`query ($v: ${type}) { a: in${i}(v: $v) }`, { v: value });
  ask(`query ($v: ${type}) { a: in${i}(v: $v) }`, {});
  ask(`{ a: in${i} }`);
});
for (const type of leaves) values.forEach((_, n) => ask(`{ a: out${type}(n: ${n}) }`));
