// node benchmark.mjs SDL QUERY: the other side of tests/Benchmarks/GraphQL, by the same method; writes JSON.
import { buildSchema, execute, parse, validate } from 'graphql';

const [sdl, query] = process.argv.slice(2);
const schema = buildSchema(sdl);
const entities = Array.from({ length: 2000 }, (_, i) => ({ id: `e${i}`, name: `service-${i}`, kind: 'component', owner: { id: `g${i % 50}`, name: `team-${i % 50}` } }));
const rootValue = { entities: ({ first }) => ({ nodes: entities.slice(0, first), totalCount: entities.length, pageInfo: { hasNextPage: true, endCursor: 'e19' } }) };
const document = parse(query);
const answer = (known) => Buffer.from(JSON.stringify(execute({ schema, document: known, rootValue, variableValues: { first: 20 } })));

function measure(name, call) {
  const warm = performance.now();
  let calls = 0;
  while (performance.now() - warm < 1000) {
    call();
    calls++;
  }
  const perRound = Math.max(Math.floor(calls / 10), 1);
  const micros = [];
  for (let round = 0; round < 15; round++) {
    const started = performance.now();
    for (let i = 0; i < perRound; i++) call();
    micros.push(((performance.now() - started) * 1000) / perRound);
  }
  micros.sort((a, b) => a - b);
  const shorten = (value) => Math.round(value * 100) / 100;
  return { name: `graphql-js: ${name}`, median: shorten(micros[7]), best: shorten(micros[0]), bytes: null };
}

console.log(JSON.stringify([
  measure('parse', () => parse(query)),
  measure('validate', () => validate(schema, document)),
  measure('parse, validate, execute, write', () => {
    const fresh = parse(query);
    validate(schema, fresh);
    answer(fresh);
  }),
  measure('execute and write', () => answer(document)),
]));
