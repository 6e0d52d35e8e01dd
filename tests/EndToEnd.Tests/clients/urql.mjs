import { cacheExchange, createClient, fetchExchange, subscriptionExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { createClient as createEvents } from 'graphql-sse';
import { createClient as createSocket } from 'graphql-ws';
import WebSocket from 'ws';
import { assert, ask, change, check, follow, positions, report, socketUrl, url } from './checks.mjs';

const sent = [];
const spying = (address, init) => {
  sent.push({ address: String(address), body: init?.body });
  // Without the signal: urql aborts requests that were answered, which Node 20 reports as an error that nobody handles.
  return fetch(address, { ...init, signal: undefined });
};
const events = createEvents({ url });
const socket = createSocket({ url: socketUrl, webSocketImpl: WebSocket });
const over = {
  'graphql-sse': (request) => ({ subscribe: (sink) => ({ unsubscribe: events.subscribe(request, sink) }) }),
  'graphql-ws': (request) => ({ subscribe: (sink) => ({ unsubscribe: socket.subscribe(request, sink) }) }),
};
const connect = (...exchanges) => createClient({ url, fetch: spying, preferGetMethod: false, exchanges: [cacheExchange, ...exchanges, fetchExchange] });

await check('a query is answered', async () => {
  const { data, error } = await connect().query('query ($first: Int!) { entities(first: $first) { nodes { ref owner { ref } } } }', { first: 5 }).toPromise();
  assert.equal(error, undefined);
  assert.equal(data.entities.nodes.length, 5);
});

await check('a query that is not valid has an error', async () => {
  const { error } = await connect().query('{ nothing }', {}).toPromise();
  assert.match(error.message, /nothing/);
});

await check('a query goes by its hash, with the text the first time', async () => {
  const document = `query Persisted${Date.now()} { position }`;
  const client = connect(persistedExchange({ preferGetForPersistedQueries: 'force' }));
  for (const isFirst of [true, false]) {
    sent.length = 0;
    const { data, error } = await client.query(document, {}, { requestPolicy: 'network-only' }).toPromise();
    assert.equal(error, undefined);
    assert.match(data.position, /^\d+$/);
    // How often urql sends the text then is its own affair.
    assert.equal(sent.some(isText), isFirst, JSON.stringify(sent));
  }
});

for (const [name, forwardSubscription] of Object.entries(over)) {
  await check(`a subscription over ${name} is answered in order`, async () => {
    const wanted = await positions(10);
    const client = connect(subscriptionExchange({ forwardSubscription }));
    const got = [];
    await new Promise((resolve, reject) => {
      const { unsubscribe } = client.subscription(follow, { from: '0' }).subscribe(({ data, error }) => {
        if (error) reject(error);
        got.push(data.events.position);
        if (got.length === wanted.length) resolve(unsubscribe());
      });
    });
    assert.deepEqual(got, wanted);
  });

  await check(`a change comes over ${name} while one waits`, async () => {
    const { position } = await ask('{ position }');
    const client = connect(subscriptionExchange({ forwardSubscription }));
    const came = new Promise((resolve, reject) => {
      const { unsubscribe } = client.subscription(follow, { from: position }).subscribe(({ data, error }) => {
        if (error) reject(error);
        else resolve(data, unsubscribe());
      });
    });
    await change();
    assert.ok(Number((await came).events.position) > Number(position));
  });
}

report();

function isText({ address, body }) {
  return new URL(address, url).searchParams.has('query') || (body !== undefined && 'query' in JSON.parse(body) && JSON.parse(body).query !== '');
}
