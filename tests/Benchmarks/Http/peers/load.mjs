// node load.mjs URL QUERY SECONDS: 16 connections that ask again as soon as they were answered; writes JSON. Percentiles are taken
// from every answer's own time, because autocannon's are whole milliseconds.
import autocannon from 'autocannon';

const [url, query, seconds] = process.argv.slice(2);
const load = autocannon({
  url: `${url}/graphql`,
  method: 'POST',
  connections: 16,
  duration: Number(seconds),
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  body: JSON.stringify({ query, variables: { first: 20 } }),
});
const times = [];
load.on('response', (client, status, bytes, time) => times.push(time));
const { requests, non2xx, errors, timeouts } = await load;
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
console.log(JSON.stringify({ requestsPerSecond: requests.average, p50: at(0.5), p99: at(0.99), requests: times.length, failed: non2xx + errors + timeouts }));
