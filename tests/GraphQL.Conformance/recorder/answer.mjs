// What graphql-js answers to a document on one of the schemas, with the answers of mock.mjs.
import { readFileSync, readdirSync } from 'node:fs';
import { buildASTSchema, execute, Kind, parse, specifiedRules, subscribe, validate, visit } from 'graphql';
import { fieldResolver, subscribeFieldResolver, typeResolver } from './mock.mjs';

const folder = new URL('../Schemas/', import.meta.url);
const portal = { name: 'portal', file: new URL('../../../ui/schema.graphql', import.meta.url) };

// graphql-js executes only with schemas that have no @defer and @stream. Whoever does not deliver incrementally ignores both, so they are taken
// out of the schema and the document before executing; validating sees them.
const isIncremental = (node) => (node.kind === Kind.DIRECTIVE_DEFINITION || node.kind === Kind.DIRECTIVE) && ['defer', 'stream'].includes(node.name.value);
const without = (ast) => visit(ast, { enter: (node) => (isIncremental(node) ? null : undefined) });

const files = readdirSync(folder).sort().map((file) => ({ name: file.replace('.graphql', ''), file: new URL(file, folder) }));

export const schemas = [...files, portal].map(({ name, file }) => {
  const ast = parse(readFileSync(file, 'utf8'));
  return { name, schema: buildASTSchema(ast), executable: buildASTSchema(without(ast)) };
});

export const findSchema = (name) => schemas.find((s) => s.name === name);

const show = (error) => ({
  message: error.message,
  ...(error.locations ? { at: error.locations.map((l) => `${l.line}:${l.column}`) } : {}),
  ...(error.path ? { path: error.path } : {}),
});

export async function answer({ schema, executable }, made) {
  let document;
  try {
    document = parse(made.text);
  } catch (error) {
    return { stage: 'syntax', errors: [show(error)] };
  }
  const invalid = validate(schema, document);
  if (invalid.length > 0) {
    const rules = specifiedRules.filter((rule) => validate(schema, document, [rule]).length > 0).map((rule) => rule.name);
    return { stage: 'invalid', rules, errors: invalid.map(show) };
  }
  const request = {
    schema: executable,
    document: without(document),
    variableValues: made.variables,
    operationName: made.operationName,
    fieldResolver,
    typeResolver,
    subscribeFieldResolver,
  };
  const operations = document.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
  const operation = made.operationName ? operations.find((o) => o.name?.value === made.operationName) : operations.length === 1 ? operations[0] : undefined;
  if (operation?.operation === 'subscription') return await stream(request);
  const result = execute(request);
  return { stage: 'data' in result ? 'executed' : 'request', ...shown(result) };
}

async function stream(request) {
  const opened = await subscribe(request);
  if (!opened[Symbol.asyncIterator]) return { stage: 'request', ...shown(opened) };
  const events = [];
  for await (const event of opened) events.push(event);
  return { stage: 'events', data: events.map((e) => e.data), errors: events.flatMap((e) => e.errors ?? []).map(show) };
}

const shown = (result) => ({ ...('data' in result ? { data: result.data } : {}), ...(result.errors ? { errors: result.errors.map(show) } : {}) });
