// Every method of Backstage's own catalog client, unchanged, against the portal. Arguments: the portal's address, and a folder the portal may read.
import { CATALOG_FILTER_EXISTS, CatalogClient } from '@backstage/catalog-client';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { assert, check, report } from './checks.mjs';

const base = new URL('api/catalog', process.argv[2]).href;
const folder = process.argv[3];
const client = new CatalogClient({ discoveryApi: { getBaseUrl: async () => base } });
const refOf = (entity) => `${entity.kind}:${entity.metadata.namespace}/${entity.metadata.name}`.toLowerCase();
const filter = { kind: 'component' };

/** Reads to the last page and back to the first; answers the pages as they came on the way there. */
async function thereAndBack(request) {
  const there = [];
  let page = await client.queryEntities(request);
  const { totalItems } = page;
  there.push(page.items.map(refOf));
  assert.equal(page.pageInfo.prevCursor, undefined);
  while (page.pageInfo.nextCursor) {
    page = await client.queryEntities({ cursor: page.pageInfo.nextCursor, limit: request.limit });
    assert.equal(page.totalItems, totalItems);
    there.push(page.items.map(refOf));
  }
  for (let back = there.length - 2; back >= 0; back--) {
    page = await client.queryEntities({ cursor: page.pageInfo.prevCursor, limit: request.limit });
    assert.deepEqual(page.items.map(refOf), there[back]);
  }
  assert.equal(page.pageInfo.prevCursor, undefined);
  assert.equal(new Set(there.flat()).size, totalItems);
  assert.equal(there.flat().length, totalItems);
  return there;
}

async function write(name, ...documents) {
  const file = path.join(folder, name, 'catalog-info.yaml');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, documents.map((document) => JSON.stringify(document)).join('\n---\n'));
  return file;
}

const component = (name, spec = {}) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name },
  spec: { type: 'service', lifecycle: 'production', owner: 'group:default/web', ...spec },
});

await check('getEntities', async () => {
  const all = (await client.getEntities()).items;
  assert.ok(all.length > 100);
  const components = (await client.getEntities({ filter: [filter, { kind: 'api' }] })).items;
  assert.deepEqual([...new Set(components.map((entity) => entity.kind))].sort(), ['API', 'Component']);
  const slim = (await client.getEntities({ filter, fields: ['kind', 'metadata.name'], order: [{ field: 'metadata.name', order: 'desc' }], limit: 3, offset: 1 })).items;
  assert.deepEqual(Object.keys(slim[0]).sort(), ['kind', 'metadata']);
  const names = slim.map((entity) => entity.metadata.name);
  assert.deepEqual(names, [...names].sort().reverse());
  assert.equal((await client.getEntities({ filter: { 'metadata.tags': CATALOG_FILTER_EXISTS } })).items.every((entity) => entity.metadata.tags.length > 0), true);
  const response = await fetch(`${base}/entities?limit=2`);
  const next = /<(.*)>; rel="next"/.exec(response.headers.get('link'))[1];
  const [first, second] = [await response.json(), await (await fetch(new URL(next, base))).json()];
  assert.equal(new Set([...first, ...second].map(refOf)).size, 4);
});

await check('queryEntities by filter, cursors both ways', async () => {
  await thereAndBack({ filter, limit: 7 });
  const there = await thereAndBack({ filter, limit: 7, orderFields: { field: 'metadata.name', order: 'desc' } });
  assert.deepEqual(there.flat(), [...there.flat()].sort().reverse());
  const counted = await client.queryEntities({ filter, limit: 0 });
  assert.equal(counted.items.length, 0);
  assert.equal(counted.totalItems, there.flat().length);
  assert.equal((await client.queryEntities({ filter, limit: 1, totalItems: 'exclude' })).totalItems, 0);
});

await check('queryEntities by predicate, cursors both ways', async () => {
  await thereAndBack({ query: { $any: [filter, { kind: 'api' }] }, limit: 9, orderFields: { field: 'spec.type', order: 'asc' } });
  const some = await client.queryEntities({ query: { $all: [filter, { $not: { 'spec.lifecycle': { $exists: false } } }] }, filter: { 'spec.lifecycle': ['production'] }, fields: ['spec.lifecycle'] });
  assert.ok(some.items.length > 0);
  assert.deepEqual(some.items[0], { spec: { lifecycle: 'production' } });
});

await check('queryEntities by full text', async () => {
  const [{ metadata }] = (await client.queryEntities({ filter, limit: 1 })).items;
  const found = await client.queryEntities({ filter, fullTextFilter: { term: metadata.name.toUpperCase(), fields: ['metadata.name', 'metadata.title'] } });
  assert.ok(found.items.some((entity) => entity.metadata.name === metadata.name));
  assert.equal((await client.queryEntities({ fullTextFilter: { term: 'no such text anywhere', fields: ['metadata.name'] } })).totalItems, 0);
});

await check('streamEntities', async () => {
  const seen = [];
  for await (const page of client.streamEntities({ pageSize: 25 })) seen.push(...page);
  assert.equal(new Set(seen.map(refOf)).size, (await client.queryEntities({ limit: 0 })).totalItems);
});

await check('getEntityByRef, getEntityByName', async () => {
  const [entity] = (await client.queryEntities({ filter, limit: 1 })).items;
  const found = await client.getEntityByRef(refOf(entity));
  assert.deepEqual(found, entity);
  assert.match(found.metadata.uid, /^[0-9a-f-]{36}$/);
  assert.match(found.metadata.etag, /^[0-9a-f]{40}$/);
  assert.ok(found.relations.length > 0);
  assert.deepEqual(await client.getEntityByName({ kind: 'Component', name: entity.metadata.name }), entity);
  assert.equal(await client.getEntityByRef('component:default/no-such'), undefined);
  assert.equal((await (await fetch(`${base}/entities/by-uid/${found.metadata.uid}`)).json()).metadata.name, entity.metadata.name);
});

await check('getEntitiesByRefs', async () => {
  const refs = (await client.getEntities({ filter })).items.map(refOf);
  const asked = [...refs, 'component:default/no-such', ...Array.from({ length: 1500 }, (_, i) => `component:default/none-${i}`)];
  const { items } = await client.getEntitiesByRefs({ entityRefs: asked, fields: ['kind', 'metadata.name', 'metadata.namespace'] });
  assert.equal(items.length, asked.length);
  assert.deepEqual(items.slice(0, refs.length).map(refOf), refs);
  assert.equal(items[refs.length], undefined);
  const none = await client.getEntitiesByRefs({ entityRefs: refs.slice(0, 2), query: { kind: 'api' } });
  assert.deepEqual(none.items, [undefined, undefined]);
});

await check('getEntityAncestors', async () => {
  const [entity] = (await client.queryEntities({ filter, limit: 1 })).items;
  const { rootEntityRef, items } = await client.getEntityAncestors({ entityRef: refOf(entity) });
  assert.equal(rootEntityRef, refOf(entity));
  assert.deepEqual(items[0].entity, entity);
  await assert.rejects(client.getEntityAncestors({ entityRef: 'component:default/no-such' }), { name: 'ResponseError' });
});

await check('getEntityFacets', async () => {
  const { facets } = await client.getEntityFacets({ facets: ['kind', 'spec.Type'], filter });
  assert.deepEqual(facets.kind.map(({ value }) => value), ['Component']);
  assert.equal(facets['spec.Type'].reduce((sum, { count }) => sum + count, 0), facets.kind[0].count);
  const asked = await client.getEntityFacets({ facets: ['kind'], query: { kind: { $in: ['component', 'api'] } } });
  assert.deepEqual(asked.facets.kind.map(({ value }) => value), ['API', 'Component']);
});

await check('validateEntity', async () => {
  assert.deepEqual(await client.validateEntity(component('sound'), 'url:https://example.com/catalog-info.yaml'), { valid: true });
  const refused = await client.validateEntity(component('not sound'), 'url:https://example.com/catalog-info.yaml');
  assert.equal(refused.valid, false);
  assert.equal(refused.errors[0].name, 'InputError');
  assert.match(refused.errors[0].message, /not sound/);
  assert.equal((await client.validateEntity(component('sound'), 'file:/a')).errors[0].name, 'TypeError');
});

let added;
await check('addLocation, dry run first', async () => {
  const target = await write('first', component('rest-first'));
  const tried = await client.addLocation({ type: 'file', target, dryRun: true });
  assert.equal(tried.exists, false);
  assert.deepEqual(tried.entities.map(refOf), ['component:default/rest-first']);
  assert.equal(await client.getEntityByRef('component:default/rest-first'), undefined);
  const { location, entities } = await client.addLocation({ type: 'file', target });
  assert.deepEqual(entities, []);
  assert.match(location.entityRef, /^location:default\/generated-[0-9a-f]{40}$/);
  assert.ok(await client.getEntityByRef('component:default/rest-first'));
  await assert.rejects(client.addLocation({ type: 'file', target }), (error) => error.statusCode === 409 && error.body.error.message === `Location file:${target} already exists`);
  assert.deepEqual((await client.addLocation({ type: 'file', target, onConflict: 'refresh' })).location, location);
  assert.equal((await client.addLocation({ type: 'file', target, dryRun: true })).exists, true);
  added = location;
});

await check('getLocations, getLocationById, getLocationByRef, getLocationByEntity', async () => {
  assert.ok((await client.getLocations()).items.some((location) => location.id === added.id));
  assert.deepEqual(await client.getLocationById(added.id), added);
  assert.deepEqual(await client.getLocationByRef(`file:${added.target}`), added);
  assert.deepEqual(await client.getLocationByEntity('component:default/rest-first'), added);
  assert.equal(await client.getLocationById('00000000-0000-0000-0000-000000000000'), undefined);
});

await check('queryLocations, streamLocations', async () => {
  assert.deepEqual((await client.queryLocations({ query: { type: 'file', target: { $hasPrefix: folder } } })).items, [added]);
  const first = await client.queryLocations({ limit: 1 });
  const second = await client.queryLocations({ cursor: first.pageInfo.nextCursor });
  assert.equal(first.totalItems, 2);
  assert.notEqual(first.items[0].id, second.items[0].id);
  assert.equal(second.pageInfo.nextCursor, undefined);
  const seen = [];
  for await (const page of client.streamLocations({ limit: 1 })) seen.push(...page);
  assert.equal(seen.length, 2);
});

await check('refreshEntity', async () => {
  await write('first', component('rest-first', { lifecycle: 'experimental' }));
  await client.refreshEntity('component:default/rest-first');
  assert.equal((await client.getEntityByRef('component:default/rest-first')).spec.lifecycle, 'experimental');
  await assert.rejects(client.refreshEntity('component:default/no-such'), (error) => error.statusCode === 404);
});

await check('removeEntityByUid, and its source brings it back', async () => {
  const { metadata } = await client.getEntityByRef('component:default/rest-first');
  await client.removeEntityByUid(metadata.uid);
  assert.equal(await client.getEntityByRef('component:default/rest-first'), undefined);
  await client.refreshEntity(added.entityRef);
  assert.equal((await client.getEntityByRef('component:default/rest-first')).metadata.uid, metadata.uid);
  await client.removeEntityByUid('00000000-0000-0000-0000-000000000000');
});

await check('updateLocation', async () => {
  const target = await write('second', component('rest-second'));
  const changed = await client.updateLocation(added.id, { type: 'file', target });
  assert.equal(changed.target, target);
  assert.equal(await client.getEntityByRef('component:default/rest-first'), undefined);
  assert.ok(await client.getEntityByRef('component:default/rest-second'));
  await assert.rejects(client.updateLocation(added.id, { type: 'file', target }), (error) => error.statusCode === 404);
  added = changed;
});

await check('removeLocationById', async () => {
  await client.removeLocationById(added.id);
  assert.equal(await client.getEntityByRef('component:default/rest-second'), undefined);
  await assert.rejects(client.removeLocationById(added.id), (error) => error.statusCode === 404);
});

await check('analyzeLocation', async () => {
  const server = createServer((request, response) => (request.url.endsWith('.yaml') ? response.end(JSON.stringify(component('served'))) : response.writeHead(404).end()));
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const host = `http://127.0.0.1:${server.address().port}`;
  const known = await client.analyzeLocation({ location: { type: 'url', target: `${host}/shop/catalog-info.yaml` } });
  assert.deepEqual(known.existingEntityFiles.map(({ isRegistered, entity }) => [isRegistered, refOf(entity)]), [[false, 'component:default/served']]);
  const { generateEntities } = await client.analyzeLocation({ location: { type: 'url', target: `${host}/shop/cart` } });
  assert.deepEqual(generateEntities.map(({ entity }) => [entity.kind, entity.metadata.name]), [['Component', 'cart']]);
  await assert.rejects(client.analyzeLocation({ location: { type: 'url', target: 'not an address' } }), (error) => error.statusCode === 400);
  server.close();
});

await check('a refusal has the shape that Backstage gives it', async () => {
  const response = await fetch(`${base}/entities/by-query?filter==x`);
  assert.equal(response.status, 400);
  const { error, request, response: said } = await response.json();
  assert.equal(error.name, 'InputError');
  assert.match(error.message, /'=x' is not a valid statement/);
  assert.deepEqual(request, { method: 'GET', url: '/api/catalog/entities/by-query?filter==x' });
  assert.deepEqual(said, { statusCode: 400 });
});

await check('every list takes an instant', async () => {
  const response = await fetch(`${base}/entities/by-query?limit=0`);
  const position = Number(response.headers.get('x-position'));
  const then = await (await fetch(`${base}/entities/by-query?limit=0&at=@${Math.floor(position / 2)}`)).json();
  assert.ok(then.totalItems < (await response.json()).totalItems);
  const page = await (await fetch(`${base}/entities/by-query?limit=2&at=@${position}`)).json();
  const next = await (await fetch(`${base}/entities/by-query?limit=2&cursor=${encodeURIComponent(page.pageInfo.nextCursor)}`)).json();
  assert.equal(new Set([...page.items, ...next.items].map(refOf)).size, 4);
  assert.deepEqual(await (await fetch(`${base}/entities/by-query?limit=2&at=@1`)).json().then(({ items }) => items.length <= 1), true);
  assert.equal((await fetch(`${base}/entities?at=yesterday`)).status, 400);
  const facets = await (await fetch(`${base}/entity-facets?facet=kind&at=@${position}`)).json();
  assert.deepEqual(facets, await (await fetch(`${base}/entity-facets?facet=kind`)).json());
});

report();
