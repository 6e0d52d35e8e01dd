import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createHash } from 'node:crypto';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { assert, ask, change, check, follow, positions, report, socketUrl, url } from './checks.mjs';

globalThis.WebSocket ??= WebSocket; // Node 20 has none of its own
const sent = [];
const http = new HttpLink({
  uri: url,
  fetch: (address, init) => {
    sent.push(init.body);
    return fetch(address, init);
  },
});
const connect = (link) => new ApolloClient({ link, cache: new InMemoryCache() });

await check('a query is answered', async () => {
  const { data } = await connect(http).query({ query: gql`query ($first: Int!) { entities(first: $first) { nodes { ref owner { ref } } } }`, variables: { first: 5 } });
  assert.equal(data.entities.nodes.length, 5);
});

await check('a query that is not valid has an error', async () => {
  await assert.rejects(connect(http).query({ query: gql`{ nothing }` }), /nothing/);
});

await check('a mutation is answered', async () => {
  const { data } = await connect(http).mutate({
    mutation: gql`mutation { registerSource(input: { target: "/nowhere/apollo/catalog-info.yaml", dryRun: true }) { problems { message } } }`,
  });
  assert.ok(Array.isArray(data.registerSource.problems));
});

await check('a query goes by its hash, with the text once', async () => {
  const sha256 = (text) => createHash('sha256').update(text).digest('hex');
  const client = connect(ApolloLink.from([new PersistedQueryLink({ sha256 }), http]));
  const query = gql(`query Persisted${Date.now()} { position }`);
  for (const expectedTexts of [1, 0]) {
    sent.length = 0;
    const { data } = await client.query({ query, fetchPolicy: 'network-only' });
    assert.match(data.position, /^\d+$/);
    assert.equal(sent.filter((body) => 'query' in JSON.parse(body)).length, expectedTexts, sent.join('\n'));
  }
});

const socket = createClient({ url: socketUrl, webSocketImpl: WebSocket });
const live = connect(new GraphQLWsLink(socket));

await check('a subscription is answered in order', async () => {
  const wanted = await positions(10);
  const got = [];
  await new Promise((resolve, reject) => {
    const subscription = live.subscribe({ query: gql(follow), variables: { from: '0' }, fetchPolicy: 'no-cache' }).subscribe({
      next: ({ data, error }) => {
        if (error) reject(error);
        got.push(data.events.position);
        if (got.length === wanted.length) resolve(subscription.unsubscribe());
      },
      error: reject,
    });
  });
  assert.deepEqual(got, wanted);
});

await check('a change comes while one waits', async () => {
  const { position } = await ask('{ position }');
  const came = new Promise((resolve, reject) => {
    live.subscribe({ query: gql(follow), variables: { from: position }, fetchPolicy: 'no-cache' }).subscribe({ next: ({ data }) => resolve(data), error: reject });
  });
  await change();
  assert.ok(Number((await came).events.position) > Number(position));
});

await check('a subscription that is not valid has an error', async () => {
  await assert.rejects(
    new Promise((resolve, reject) => {
      live.subscribe({ query: gql`subscription { nothing }` }).subscribe({ next: ({ error }) => (error ? reject(error) : resolve()), error: reject });
    }),
    /nothing/,
  );
});

await socket.dispose();
report();
