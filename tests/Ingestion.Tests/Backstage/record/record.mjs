// Asks the published packages of Backstage what they make of descriptor texts. Development only: see ../README.md.
// stdin: [{ key, text (base64) }]. stdout: [{ key, documents: [{ entity, relations } | { refused, message }] }].
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
// Its exports name the plugin only; what does the work stands beside it.
const backend = path.join(path.dirname(require.resolve('@backstage/plugin-catalog-backend/package.json')), 'dist');
const internal = (file) => require(path.join(backend, file));

const { ConfigReader } = require('@backstage/config');
const { stringifyEntityRef } = require('@backstage/catalog-model');
const { ScmIntegrations } = require('@backstage/integration');
const { parseEntityYaml } = require('@backstage/plugin-catalog-node');
const { ScaffolderEntitiesProcessor } = require('@backstage/plugin-catalog-backend-module-scaffolder-entity-model');
const { CatalogBuilder } = internal('service/CatalogBuilder.cjs.js');
const { ProcessorOutputCollector } = internal('processing/ProcessorOutputCollector.cjs.js');
const { DefaultCatalogProcessingOrchestrator } = internal('processing/DefaultCatalogProcessingOrchestrator.cjs.js');
const { buildEntitySearch } = internal('database/operations/stitcher/buildEntitySearch.cjs.js');

const location = { type: 'url', target: 'https://github.com/acme/shop/blob/main/cart/catalog-info.yaml' };
const locationRef = `${location.type}:${location.target}`;
const parent = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Location',
  metadata: {
    name: 'generated-0',
    namespace: 'default',
    annotations: { 'backstage.io/managed-by-location': locationRef, 'backstage.io/managed-by-origin-location': locationRef },
  },
};

const quiet = { error() {}, warn() {}, info() {}, debug() {}, child: () => quiet };

// Files that placeholders may name; the same table stands in StandInFiles.cs.
const reader = {
  async readUrl(url) {
    const name = new URL(url).pathname.split('/').pop();
    const files = { 'openapi.yaml': 'openapi: 3.1.0\n', 'data.json': '{"a":[1,"x",null]}', 'data.yaml': 'b: yes\nc: 012\n', 'two.yaml': 'a: 1\n---\nb: 2\n', 'broken.json': '{"a":', 'broken.yaml': 'a: [1\n' };
    if (!(name in files)) throw Object.assign(new Error('not found'), { name: 'NotFoundError' });
    return { buffer: async () => Buffer.from(files[name]) };
  },
};

const config = new ConfigReader({ catalog: { rules: [] } });
const builder = CatalogBuilder.create({ config, reader, logger: quiet }).addProcessor(new ScaffolderEntitiesProcessor());
const readsEverything = { getProcessorName: () => 'ReadsEverything', readLocation: async () => true };
const processors = builder.buildProcessors().filter((processor) => !processor.readLocation).concat(readsEverything);
const orchestrator = new DefaultCatalogProcessingOrchestrator({
  processors,
  integrations: ScmIntegrations.fromConfig(config),
  logger: quiet,
  policy: builder.buildEntityPolicy(),
  // What a location may declare is asked of its children; here there are none.
  rulesEnforcer: { isAllowed: () => true },
});

const innermost = (error) => (error.cause instanceof Error ? innermost(error.cause) : error);

const steps = [
  [/^Processor PlaceholderProcessor /, 'placeholder'],
  [/^Policy check failed /, 'policy'],
  [/^No processor recognized /, 'kind'],
  [/ while validating the entity /, 'schema'],
  [/ while postprocessing/, 'relations'],
];

const refused = (step, error) => ({ refused: step, message: innermost(error).message });

async function judge(item) {
  if (item.type === 'error') {
    const message = item.error.message;
    return { refused: message.startsWith('Expected object') ? 'root' : 'yaml', message };
  }

  const emitted = new ProcessorOutputCollector(quiet, parent);
  emitted.generic()(item);
  const { errors, deferredEntities } = emitted.results();
  if (errors.length > 0) return refused(errors[0].message.startsWith('metadata.annotations') ? 'annotations' : 'envelope', errors[0]);

  const result = await orchestrator.process({ entity: JSON.parse(JSON.stringify(deferredEntities[0].entity)), state: {} });
  if (!result.ok) {
    const error = result.errors[0];
    return refused(steps.find(([pattern]) => pattern.test(error.message))?.[1] ?? `unknown: ${error.message}`, error);
  }

  const relations = result.relations.map(({ source, type, target }) => `${stringifyEntityRef(source)} ${type} ${stringifyEntityRef(target)}`);
  try {
    buildEntitySearch('id', result.completedEntity);
  } catch (error) {
    return refused('search', error);
  }
  return { entity: result.completedEntity, relations: [...new Set(relations)].sort() };
}

const answers = [];
for (const { key, text } of JSON.parse(readFileSync(0, 'utf8'))) {
  const documents = [];
  try {
    for (const item of parseEntityYaml(Buffer.from(text, 'base64'), location)) documents.push(await judge(item));
  } catch (error) {
    documents.push({ refused: 'throws', message: error.message });
  }
  answers.push({ key, documents });
}
process.stdout.write(JSON.stringify(answers));
