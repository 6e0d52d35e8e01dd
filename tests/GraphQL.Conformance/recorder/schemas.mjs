// node schemas.mjs: how graphql-js prints each schema, what each says of itself, and how the schema a client builds from that is printed.
import { readFileSync, readdirSync } from 'node:fs';
import { buildClientSchema, buildSchema, getIntrospectionQuery, graphqlSync, printSchema } from 'graphql';
import { largeSchema } from './large.mjs';
import { withoutLaterParts } from './september2025.mjs';

const query = getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true });
const here = (path) => new URL(path, import.meta.url);
// graphql-js does not answer a schema that has @defer.
const files = ['../Schemas/', '../TypeSystem/Schemas/'].flatMap((folder) => readdirSync(here(folder)).sort().map((name) => folder + name)).filter((file) => !file.endsWith('incremental.graphql'));
const schemas = [...files, '../../../ui/schema.graphql'].map((file) => ({ name: file.split('/').slice(-2).join('/'), sdl: readFileSync(here(file), 'utf8') }));

console.log(JSON.stringify({ query }));
for (const { name, sdl } of [...schemas, { name: 'generated', sdl: largeSchema(1, 500) }]) {
  const schema = buildSchema(sdl);
  const { data, errors } = graphqlSync({ schema, source: query });
  if (errors) throw new Error(`${name}: ${errors[0]}`);
  console.log(JSON.stringify({ name, sdl, printed: printSchema(schema), client: printSchema(buildClientSchema(data)), introspection: withoutLaterParts(data) }));
}
