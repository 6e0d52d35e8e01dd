// node record.mjs SEED COUNT: writes one JSON line for each document with what graphql-js answers, and a last line that counts.
import { readFileSync, readdirSync } from 'node:fs';
import { buildSchema, execute, parse, specifiedRules, validate, version } from 'graphql';
import { breakOnce } from './faults.mjs';
import { DocumentMaker } from './generate.mjs';
import { fieldResolver, typeResolver } from './mock.mjs';
import { Random } from './random.mjs';

const folder = new URL('../Schemas/', import.meta.url);
const schemas = readdirSync(folder).sort().map((file) => ({ name: file.replace('.graphql', ''), schema: buildSchema(readFileSync(new URL(file, folder), 'utf8')) }));
const seed = Number(process.argv[2]);
const count = Number(process.argv[3]);
const fired = Object.fromEntries(specifiedRules.map((rule) => [rule.name, 0]));
const stages = {};

const show = (error) => ({
  message: error.message,
  ...(error.locations ? { at: error.locations.map((l) => `${l.line}:${l.column}`) } : {}),
  ...(error.path ? { path: error.path } : {}),
});

function answer(schema, made) {
  let document;
  try {
    document = parse(made.text);
  } catch (error) {
    return { stage: 'syntax', errors: [show(error)] };
  }
  const invalid = validate(schema, document);
  if (invalid.length > 0) {
    const rules = specifiedRules.filter((rule) => validate(schema, document, [rule]).length > 0).map((rule) => rule.name);
    for (const rule of rules) fired[rule] += 1;
    return { stage: 'invalid', rules, errors: invalid.map(show) };
  }
  const operations = document.definitions.filter((d) => d.kind === 'OperationDefinition');
  const operation = made.operationName ? operations.find((o) => o.name?.value === made.operationName) : operations[0];
  // These two are answered otherwise than by one response; that they are valid is what is compared.
  if (operation?.operation === 'subscription' || schema.getDirective('defer')) return { stage: 'valid' };
  const result = execute({ schema, document, variableValues: made.variables, operationName: made.operationName, fieldResolver, typeResolver });
  return { stage: 'data' in result ? 'executed' : 'request', ...('data' in result ? { data: result.data } : {}), ...(result.errors ? { errors: result.errors.map(show) } : {}) };
}

let lines = [];
const write = () => new Promise((done) => process.stdout.write(lines.splice(0).join(''), done));
for (let i = 0; i < count; i++) {
  const random = new Random((seed * 1000003 + i) >>> 0);
  random.next();
  const { name, schema } = random.pick(schemas);
  let made = new DocumentMaker(schema, random).make();
  // Six in ten stay whole, three get one fault, one gets many.
  const budget = random.next();
  for (let faults = budget < 0.6 ? 0 : budget < 0.9 ? 1 : 2 + random.below(6); faults > 0; faults--) made = breakOnce(schema, made, random);
  const result = answer(schema, made);
  stages[result.stage] = (stages[result.stage] ?? 0) + 1;
  lines.push(`${JSON.stringify({ id: `${seed}/${i}`, schema: name, text: made.text, variables: made.variables, operationName: made.operationName, ...result })}\n`);
  if (lines.length >= 200) await write();
}
lines.push(`${JSON.stringify({ graphql: version, count, stages, fired })}\n`);
await write();
