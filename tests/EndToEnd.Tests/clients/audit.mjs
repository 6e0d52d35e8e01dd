// Every check of graphql-http's audit against the portal.
import { auditServer } from 'graphql-http';
import { assert, check, report, url } from './checks.mjs';

const results = await auditServer({ url });
await check('there are 61 checks', async () => assert.equal(results.length, 61));
for (const result of results) {
  await check(`${result.id} ${result.name}`, async () => assert.equal(result.status, 'ok', result.reason));
}
report();
