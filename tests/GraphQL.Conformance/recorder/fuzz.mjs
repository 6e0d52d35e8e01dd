// node fuzz.mjs SEED COUNT: damaged documents and whether graphql-js reads them. A line for each: the text as base64 of UTF-16 (it may hold
// half a surrogate pair, which JSON cannot carry), and for a refused one the message, also so, and the place; parted by tabs.
import { readFileSync, readdirSync } from 'node:fs';
import { Grammar } from './grammar.mjs';
import { Random } from './random.mjs';
import { parse, place } from './september2025.mjs';

const here = (path) => new URL(path, import.meta.url);
const schemas = ['../Schemas/', '../TypeSystem/Schemas/'].flatMap((folder) => readdirSync(here(folder)).sort().map((file) => readFileSync(here(folder + file), 'utf8')))
  .flatMap((text) => text.split(/\n(?=\S)/).filter((definition) => definition.length < 1500));
const queries = ['query Q($a: Int = 1 @d, "says" $b: [String!]! = ["x"]) @d(x: {y: [1, -2.5e3, null, true, E]}) { a: b(c: $a) { ...F @skip(if: true) ... on T { c } ... @include(if: $b) { d } } }',
  'fragment F on T { e(f: """block\n  text \\""" """) g }', 'mutation { a } subscription S { b(c: {}) } # a comment\n{ x, y, z(s: "\\u00e9\\u{1F600}\\uD83D\\uDE00\\n\\"") }',
  '{ n(a: -0, b: 0.5, c: -1.25e+2, d: 10E-3, e: [1 2 3], f: {g: {h: []}}) }'];
const noise = ['{', '}', '(', ')', '[', ']', ':', '!', '|', '&', '@', '$', '=', '.', '..', '...', '#', ',', '"', '""', '"""', '\\', '\\u', '\\u{', '\\u00e9', '\\u{10FFFF}', '\\uD83D', '\\uDE00', '\\"""', '\\x', "'", '\n', '\r', '\r\n',
  '\t', ' ', '0', '00', '1', '-', '-0', '1.', '.5', '1e', '1e5', '0x1', '1a', 'e', 'E', '_', 'aZ', 'on', 'query', 'fragment', 'type', 'extend', 'directive', 'repeatable', 'implements', 'true', 'null', 'schema', 'input', 'enum', 'é', '\u00a0',
  '\u2028', '\ufeff', '\ud83d', '\ude00', '😀', '\u0000', '\u0007', '\u001f', '\u007f', '\uffff', 'QUERY', 'FIELD_DEFINITION', '~', '%', '^', '<', ';', '?', '`', '*', '+', '/'];
const token = /"""[^]*?"""|"(?:\\.|[^"\\\n])*"|\w+|\.\.\.|[^\s]/g;

function damage(text, other, random) {
  const at = random.below(text.length + 1);
  const length = 1 + random.below(8);
  switch (random.below(9)) {
    case 0: return text.slice(0, at) + text.slice(at + length);
    case 1: return text.slice(0, at) + random.pick(noise) + text.slice(at);
    case 2: return text.slice(0, at) + random.pick(noise) + text.slice(at + 1);
    case 3: return text.slice(0, at) + text.slice(at, at + length) + text.slice(at);
    case 4: return random.chance(0.2) ? text.slice(0, at) : text.slice(0, at) + String.fromCharCode(random.below(0x10000)) + text.slice(at + 1);
    case 5: {
      const from = random.below(other.length);
      return text.slice(0, at) + other.slice(from, from + 1 + random.below(20)) + text.slice(at);
    }
    default: {
      const tokens = [...text.matchAll(token)];
      if (tokens.length < 2) return text + random.pick(noise);
      const [one, two] = [random.pick(tokens), random.pick(tokens)];
      switch (random.below(4)) {
        case 0: return text.slice(0, one.index) + text.slice(one.index + one[0].length);
        case 1: return `${text.slice(0, one.index)}${one[0]} ${text.slice(one.index)}`;
        case 2: return text.slice(0, one.index) + two[0] + text.slice(one.index + one[0].length);
        default: return text.slice(0, one.index) + random.pick(noise) + text.slice(one.index + one[0].length);
      }
    }
  }
}

const coded = (text) => Buffer.from(text, 'utf16le').toString('base64');
const [seed, count] = process.argv.slice(2).map(Number);
let lines = [];
for (let i = 0; i < count; i++) {
  const random = new Random((seed * 1000003 + i) >>> 0);
  random.next();
  const whole = () => (random.chance(0.5) ? new Grammar(random).document() : random.pick(random.chance(0.6) ? schemas : queries));
  let text = whole();
  for (let faults = random.chance(0.6) ? 1 : 2 + random.below(3); faults > 0; faults--) text = damage(text, random.pick(queries), random);
  let verdict = '';
  try {
    parse(text);
  } catch (error) {
    verdict = `${coded(error.message)}\t${place(error)}`;
  }
  lines.push(`${coded(text)}\t${verdict}\n`);
  if (lines.length >= 1000) await new Promise((done) => process.stdout.write(lines.splice(0).join(''), done));
}
process.stdout.write(lines.join(''));
