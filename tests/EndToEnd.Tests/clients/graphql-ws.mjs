import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { assert, ask, change, check, follow, positions, report, socketUrl } from './checks.mjs';

const connect = (options) => createClient({ url: socketUrl, webSocketImpl: WebSocket, lazy: true, ...options });
const client = connect();

await check('a query is answered once and completed', async () => {
  const answers = [];
  for await (const answer of client.iterate({ query: '{ position }' })) answers.push(answer);
  assert.equal(answers.length, 1);
  assert.match(answers[0].data.position, /^\d+$/);
});

await check('a subscription ends at its end', async () => {
  const wanted = await positions(20);
  const got = [];
  for await (const answer of client.iterate({ query: follow, variables: { from: '0', where: { until: `@${wanted[19]}` } } })) {
    got.push(answer.data.events.position);
  }
  assert.deepEqual(got, wanted);
});

await check('cancelled mid-stream, the socket serves the next operation', async () => {
  const events = client.iterate({ query: follow, variables: { from: '0' } });
  for (let i = 0; i < 5; i++) await events.next();
  await events.return();
  const answer = await client.iterate({ query: '{ position }' }).next();
  assert.match(answer.value.data.position, /^\d+$/);
});

await check('cut off mid-stream and resumed at the last position, nothing is missing', async () => {
  const wanted = await positions(200);
  const got = [];
  let connections = 0;
  while (got.length < wanted.length) {
    const own = connect({ retryAttempts: 0, on: { connected: () => connections++ } });
    const stopAt = Math.min(got.length + 30, wanted.length);
    for await (const answer of own.iterate({ query: follow, variables: { from: got.at(-1) ?? '0' } })) {
      got.push(answer.data.events.position);
      if (got.length < stopAt) continue;
      own.terminate();
      break;
    }
  }
  assert.deepEqual(got, wanted);
  assert.equal(connections, 7);
});

await check('connects again by itself after a cut', async () => {
  let connections = 0;
  const own = connect({ retryAttempts: 3, retryWait: async () => {}, shouldRetry: () => true, on: { connected: () => connections++ } });
  const events = own.iterate({ query: follow, variables: { from: '0' } });
  await events.next();
  own.terminate();
  while (connections < 2) assert.equal((await events.next()).done, false);
  await own.dispose();
});

await check('a change comes while one waits', async () => {
  const events = client.iterate({ query: follow, variables: { from: (await ask('{ position }')).position } });
  const next = events.next();
  await change();
  assert.match((await next).value.data.events.position, /^\d+$/);
  await events.return();
});

await check('a document that is not valid is answered with its errors', async () => {
  await assert.rejects(client.iterate({ query: 'subscription { nothing }' }).next(), (errors) => /nothing/.test(errors[0].message));
});

await check('a ping is answered', async () => {
  await new Promise((resolve, reject) => {
    const own = connect({ lazy: false, keepAlive: 50, on: { pong: (received) => received && resolve(own.dispose()), error: reject } });
  });
});

await client.dispose();
report();
