// node coordinates.mjs: coordinates, well formed and not, and what graphql-js finds by them in Schemas/kitchen.graphql.
import { readFileSync } from 'node:fs';
import { buildSchema, parseSchemaCoordinate, print, resolveSchemaCoordinate } from 'graphql';
import { place } from './september2025.mjs';

const schema = buildSchema(readFileSync(new URL('../Schemas/kitchen.graphql', import.meta.url), 'utf8'));
const names = ['Person', 'Named', 'Pet', 'Color', 'Filter', 'Pick', 'Any', 'Query', 'Int', '__Type', '__TypeKind', 'Nope'];
const members = ['name', 'friends', 'RED', 'near', 'id', '__typename', '__schema', '__type', 'fields', 'SCALAR', 'person', 'nope'];
const args = ['short', 'first', 'id', 'name', 'includeDeprecated', 'nope'];
const directives = ['deprecated', 'skip', 'oneOf', 'nope', '__nope'];
const broken = ['', ' ', 'Person ', ' Person', 'Person.', '.name', 'Person..name', 'Person.name.first', 'Person.name(', 'Person.name()', 'Person.name(short)', 'Person.name(short:',
  'Person.name(short:true)', 'Person.name(short:) ', 'Person .name', 'Person. name', 'Person.name (short:)', 'Person.name(short :)', 'Person,name', 'Person#', 'Person\n', '\ufeffPerson',
  '@', '@@skip', '@skip.if', '@skip(', '@skip()', '@skip(if)', '@skip(if:)x', '@skip(if:', 'skip@', '(', ')', ':', 'Person:', 'Person(name:)', '1Person', 'Per-son', 'Persön', '😀',
  '$x', '"Person"', "'", '[Person]', 'Person!', 'Person.name(short:)(short:)', 'Query.person(id:name:)', '...', '{', '\u0000', '@ skip', 'Person.1', 'Person."name"'];

const all = [...names, ...names.flatMap((n) => members.map((m) => `${n}.${m}`)), ...names.flatMap((n) => members.flatMap((m) => args.map((a) => `${n}.${m}(${a}:)`))),
  ...directives.map((d) => `@${d}`), ...directives.flatMap((d) => ['if', 'reason', 'nope'].map((a) => `@${d}(${a}:)`)), ...broken];
for (const text of all) {
  let answer;
  try {
    answer = { printed: print(parseSchemaCoordinate(text)) };
    answer.found = resolveSchemaCoordinate(schema, text)?.kind;
  } catch (error) {
    answer = { ...answer, message: error.message, ...(error.locations ? { at: place(error) } : {}) };
  }
  console.log(JSON.stringify({ text, ...answer }));
}
