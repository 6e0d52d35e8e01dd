import { createClient } from 'graphql-sse';
import { assert, ask, change, check, follow, positions, report, url } from './checks.mjs';

for (const singleConnection of [false, true]) {
  const mode = singleConnection ? 'single connection' : 'distinct connections';
  const client = createClient({ url, singleConnection, retryAttempts: 0 });

  await check(`${mode}: a query is answered once`, async () => {
    const answers = [];
    for await (const answer of client.iterate({ query: '{ position }' })) answers.push(answer);
    assert.equal(answers.length, 1);
    assert.match(answers[0].data.position, /^\d+$/);
  });

  await check(`${mode}: a subscription ends at its end`, async () => {
    const wanted = await positions(20);
    const got = [];
    for await (const answer of client.iterate({ query: follow, variables: { from: '0', where: { until: `@${wanted[19]}` } } })) {
      got.push(answer.data.events.position);
    }
    assert.deepEqual(got, wanted);
  });

  await check(`${mode}: cancelled mid-stream and begun again at the last position, nothing is missing`, async () => {
    const wanted = await positions(100);
    const got = await take(client, '0', 40);
    got.push(...(await take(client, got.at(-1), 60)));
    assert.deepEqual(got, wanted);
  });

  await check(`${mode}: a change comes while one waits`, async () => {
    const events = client.iterate({ query: follow, variables: { from: (await ask('{ position }')).position } });
    const next = events.next();
    await change();
    assert.match((await next).value.data.events.position, /^\d+$/);
    await events.return();
  });

  await check(`${mode}: a document that is not valid is answered with its errors`, async () => {
    const events = client.iterate({ query: 'subscription { nothing }' });
    const { value } = await events.next();
    assert.match(value.errors[0].message, /nothing/);
  });

  client.dispose();
}

report();

async function take(client, from, count) {
  const got = [];
  for await (const answer of client.iterate({ query: follow, variables: { from } })) {
    got.push(answer.data.events.position);
    if (got.length === count) break;
  }
  return got;
}
