// Reads schema.graphql and every src/**/*.graphql; writes src/generated/documents.ts (types, and documents as plain
// ids, so that neither their texts nor a GraphQL parser reach the browser) and src/generated/persisted-documents.json (id to text,
// the id being the SHA-256 of exactly the text that is sent). Stands in for the codegen command line, which installs
// three times as much.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import { buildASTSchema, concatAST, Kind, parse, print, stripIgnoredCharacters, validate, visit } from 'graphql';

const schemaAst = parse(await readFile('schema.graphql', 'utf8'));
const schema = buildASTSchema(schemaAst);
const sources = (await readdir('src', { recursive: true })).filter((path) => path.endsWith('.graphql')).sort();
const documents = await Promise.all(
  sources.map(async (source) => ({
    location: `src/${source}`,
    document: parse(await readFile(`src/${source}`, 'utf8')),
  })),
);
const all = concatAST(documents.map((each) => each.document));
const faults = validate(schema, all);
if (faults.length > 0) throw new Error(faults.map(String).join('\n\n'));

// The pages ask only for what every kind has. For the types the interface therefore stands as the one object type:
// else each answer would be a union of identical shapes, one for each kind.
const isEntity = (node) => node.interfaces?.some((each) => each.name.value === 'Entity');
const schemaForTypes = {
  ...schemaAst,
  definitions: schemaAst.definitions
    .filter((node) => !isEntity(node))
    .map((node) => (node.name?.value === 'Entity' ? { ...node, kind: Kind.OBJECT_TYPE_DEFINITION } : node)),
};

const types = await codegen({
  filename: 'src/generated/documents.ts',
  schema: schemaForTypes,
  documents,
  config: {
    enumType: 'string-literal',
    skipTypename: true,
    strictScalars: true,
    scalars: {
      Instant: 'string',
      DateTime: 'string',
      Date: 'string',
      EntityRef: 'string',
      Position: 'string',
      JSON: 'unknown',
    },
  },
  plugins: [{ operations: {} }],
  pluginMap: { operations },
});

const fragments = new Map(
  all.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION).map((each) => [each.name.value, each]),
);

/** The operation, then every fragment it spreads, each once. */
function withFragments(operation) {
  const used = new Map();
  const follow = (node) =>
    visit(node, {
      FragmentSpread({ name: { value } }) {
        if (used.has(value)) return;
        used.set(value, fragments.get(value));
        follow(fragments.get(value));
      },
    });
  follow(operation);
  return stripIgnoredCharacters([operation, ...used.values()].map(print).join('\n'));
}

const manifest = {};
const constants = all.definitions
  .filter((each) => each.kind === Kind.OPERATION_DEFINITION)
  .map((operation) => {
    const name = operation.name.value;
    const type = name + operation.operation[0].toUpperCase() + operation.operation.slice(1);
    const text = withFragments(operation);
    const id = createHash('sha256').update(text).digest('hex');
    manifest[id] = text;
    return [
      `export const ${name}Document: TypedDocument<${type}, ${type}Variables> = {`,
      `  id: '${id}',`,
      `  kind: '${operation.operation}',`,
      `  text: import.meta.env.DEV ? ${JSON.stringify(text)} : '',`,
      '};',
    ].join('\n');
  });

const header = `// Written by scripts/codegen.mjs; do not edit.
/** A GraphQL operation with the types of what it gives and takes. */
export interface TypedDocument<TResult, TVariables> {
  readonly id: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Empty in the built portal, which sends the id alone. */
  readonly text: string;
  readonly __types?: (variables: TVariables) => TResult;
}
`;

/** Leaves the file alone when nothing changed, so that watchers and incremental builds stay quiet. */
async function put(path, text) {
  if ((await readFile(path, 'utf8').catch(() => '')) !== text) await writeFile(path, text);
}

await mkdir('src/generated', { recursive: true });
await put('src/generated/documents.ts', [header, types, ...constants, ''].join('\n'));
await put('src/generated/persisted-documents.json', `${JSON.stringify(manifest, null, 2)}\n`);
