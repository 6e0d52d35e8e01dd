// node mutants.mjs SEED COUNT: schemas with one to three small faults, and why graphql-js refuses them.
// Stages: syntax (the text), sdl (the document), types (the schema made of it), built, or threw (it could make no schema, and says so by one plain error).
import { readFileSync, readdirSync } from 'node:fs';
import { buildASTSchema, validateSchema } from 'graphql';
import { validateSDL } from 'graphql/validation/validate';
import { Random } from './random.mjs';
import { parse, place } from './september2025.mjs';

const here = (path) => new URL(path, import.meta.url);
const seeds = ['../Schemas/', '../TypeSystem/Schemas/'].flatMap((folder) => readdirSync(here(folder)).sort().map((file) => readFileSync(here(folder + file), 'utf8')));
const types = ['Int', 'String!', '[ID!]!', '[Float]', 'Boolean', '__Type', 'Query', 'Nope'];
const directives = ['@deprecated', '@deprecated(reason: "x")', '@deprecated(reasn: "x")', '@oneOf', '@specifiedBy(url: "u")', '@specifiedBy', '@nope', '@skip(if: true)', '@tag'];
const literals = ['1', '"x"', 'null', 'RED', '[]', '{}', '1.5', '[1, "x"]', '{ a: 1 }', 'true', '{ id: 1 }', '99999999999'];
const additions = ['type Query { x: Int }', 'schema { query: Query }', 'extend type Nope { a: Int }', 'scalar Int', 'type __Own { a: Int }', 'type Empty', 'input Empty', 'enum Empty', 'union Empty',
  'interface Empty', 'directive @tag on FIELD', 'directive @deprecated on FIELD', 'directive @__own on FIELD', 'directive @d(a: Int! @deprecated) on FIELD', 'directive @self(a: Int @self) on ARGUMENT_DEFINITION',
  'extend schema { query: Query }', 'extend schema @nope', 'extend union Pet = Nope', 'extend enum Color { RED }', 'extend input Filter { id: ID }', 'extend input Filter @oneOf', 'extend interface Node implements Named',
  'extend scalar Any @specifiedBy(url: "a") @specifiedBy(url: "b")', 'query { a }', 'fragment F on Query { a }', 'input Loop { loop: Loop! }', 'input A1 { b: B1! } input B1 { a: A1! c: [A1!]! }',
  'input Own { own: Own = {} }', 'input P1 { q: Q1 = {} } input Q1 { p: P1 = { q: null } r: P1 = {} }', 'input One @oneOf { a: Int! b: String = "x" }', 'input Turn @oneOf { turn: Turn }', 'interface Me implements Me { a: Int }',
  'interface Ring1 implements Ring2 { a: Int } interface Ring2 implements Ring1 { a: Int }', 'type Twice implements Node & Node { id: ID! }', 'union Mixed = Query | Int | Query', 'type Bad implements Query { a: Int }',
  'enum Truth { YES __NO }', 'type T9 { __own: Int }', 'input I9 { __own: Int }', 'type T8 { a(__b: Int): Int }', 'type T7 { a: Filter b(c: Query): Int }', 'input I7 { a: Query }'];

const word = /[A-Za-z_][A-Za-z0-9_]*/g;
const spots = (text, pattern) => [...text.matchAll(pattern)].map((m) => ({ at: m.index, length: m[0].length, text: m[0] }));
const put = (text, spot, by) => text.slice(0, spot.at) + by + text.slice(spot.at + spot.length);

function mutate(text, random) {
  if (spots(text, word).length === 0) return text;
  const lines = text.split('\n');
  const line = random.below(lines.length);
  const on = (pattern, by) => {
    const found = spots(text, pattern);
    if (found.length === 0) return text;
    const spot = random.pick(found);
    return put(text, spot, by(spot.text));
  };
  switch (random.below(17)) {
    case 0: return lines.filter((_, i) => i !== line).join('\n');
    case 1: return [...lines.slice(0, line), lines[line], ...lines.slice(line)].join('\n');
    case 2: {
      const all = spots(text, word);
      const [one, other] = [random.pick(all), random.pick(all)].sort((x, y) => x.at - y.at);
      return one === other ? text : put(put(text, other, one.text), one, other.text);
    }
    case 3: return on(/: *[\w[\]!]+/g, () => `: ${random.pick(types)}`);
    case 4: return on(/!/g, () => '');
    case 5: return on(/(?<=: *[\w[\]]+)(?=[\s,)}])/g, () => '!');
    case 6: return on(word, (name) => `${name}x`);
    case 7: return on(/(?<=: *[\w[\]!]+)(?=[\s,)}])/g, () => ` ${random.pick(directives)}`);
    case 8: return on(/(?<=(?:type|interface|input|enum|scalar|union) \w+)(?= )/g, () => ` ${random.pick(directives)}`);
    case 9: return on(/= *(?:"[^"\n]*"|[\w.[\]]+|\{[^{}\n]*\})/g, () => `= ${random.pick(literals)}`);
    case 10: return on(/(?<=: *[\w[\]!]+)(?=[\s,)}])/g, () => ` = ${random.pick(literals)}`);
    case 11: return on(/\b(?:type|interface|input|enum|union|scalar)\b/g, () => random.pick(['type', 'interface', 'input', 'enum', 'union', 'scalar']));
    case 12: return on(/implements [\w &]+/g, (all) => random.pick(['', `${all}& ${random.pick(['Query', 'Node', 'Marked', 'Nope'])} `]));
    case 13: return on(/(?<=\w)\(/g, () => '(must: Int!, ');
    case 14:
    case 15: return `${text}\n${random.pick(additions)}`;
    default: {
      const names = spots(text, word);
      return put(text, random.pick(names), random.pick(names).text);
    }
  }
}

function answer(sdl) {
  let document;
  try {
    document = parse(sdl);
  } catch (error) {
    return { stage: 'syntax', errors: [`${error.message} (${place(error)})`] };
  }
  const faults = validateSDL(document);
  if (faults.length > 0) return { stage: 'sdl', errors: faults.map((error) => error.message) };
  try {
    const errors = validateSchema(buildASTSchema(document));
    return errors.length > 0 ? { stage: 'types', errors: errors.map((error) => error.message) } : { stage: 'built' };
  } catch (error) {
    return { stage: 'threw', errors: [error.message] };
  }
}

const seed = Number(process.argv[2]);
for (let i = 0; i < Number(process.argv[3]); i++) {
  const random = new Random((seed * 1000003 + i) >>> 0);
  random.next();
  let sdl = random.pick(seeds);
  for (let faults = 1 + random.below(3); faults > 0; faults--) sdl = mutate(sdl, random);
  console.log(JSON.stringify({ id: `${seed}/${i}`, sdl, ...answer(sdl) }));
}
