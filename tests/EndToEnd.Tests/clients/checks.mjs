// What every client script shares: the portal's address, named checks, and one JSON object of their outcomes at the end.
import assert from 'node:assert/strict';

export const url = new URL('graphql', process.argv[2]).href;
export const socketUrl = url.replace(/^http/, 'ws');
export { assert };

const outcomes = {};

/** Runs one check; a fault becomes its outcome, so that the others still run. */
export async function check(name, run) {
  const patience = AbortSignal.timeout(30_000);
  const late = new Promise((_, reject) => patience.addEventListener('abort', () => reject(new Error('took longer than 30 s'))));
  try {
    await Promise.race([run(), late]);
    outcomes[name] = 'ok';
  } catch (error) {
    outcomes[name] = error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
  }
}

/** Prints the outcomes and ends, whatever a client still holds open. */
export function report() {
  process.stdout.write(JSON.stringify(outcomes), () => process.exit(0));
}

/** Asks by plain POST, the client that all others are compared with. */
export async function ask(query, variables) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  return data;
}

export const follow = 'subscription Follow($from: Position, $where: EventFilter) { events(from: $from, where: $where) { position type } }';

/** The positions of the first events of the log, as a list tells them. */
export async function positions(count) {
  const data = await ask('query ($first: Int!) { events(first: $first) { nodes { position } } }', { first: count });
  return data.events.nodes.map((event) => event.position);
}

/** Makes the portal record one change, now. */
export async function change() {
  const target = `/nowhere/${process.pid}-${Date.now()}/catalog-info.yaml`;
  const data = await ask('mutation ($target: String!) { registerSource(input: { target: $target }) { source { id } } }', { target });
  assert.ok(data.registerSource.source.id);
}
