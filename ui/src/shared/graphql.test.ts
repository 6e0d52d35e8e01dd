import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TypedDocument } from '../generated/documents';
import { GraphQLFault, request } from './graphql';

const query: TypedDocument<{ position: string }, object> = { id: 'abc', kind: 'query', text: '{position}' };
const mutation: TypedDocument<{ add: number }, object> = { id: 'def', kind: 'mutation', text: 'mutation{add}' };
const answer = (body: unknown, init: ResponseInit = { headers: { 'content-type': 'application/json' } }) =>
  vi.stubGlobal(
    'fetch',
    vi.fn().mockImplementation(async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), init)),
  );
const sent = () => vi.mocked(fetch).mock.calls[0] as [string, RequestInit];
const unknown = { errors: [{ message: 'No such document', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] };

beforeEach(() => vi.stubEnv('DEV', false));

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  sessionStorage.clear();
});

test('a query goes by GET with the id of its document and its variables, and data is handed over', async () => {
  answer({ data: { position: '7' } });
  expect(await request(query, { ref: 'a b' })).toEqual({ position: '7' });
  const [address, init] = sent();
  expect(init.method).toBeUndefined();
  const parameters = new URL(address, 'http://portal').searchParams;
  expect(Object.fromEntries(parameters)).toEqual({ documentId: 'sha256:abc', variables: '{"ref":"a b"}' });
});

test('no mutation leaves a page that shows the past', async () => {
  answer({ data: { add: 1 } });
  window.history.replaceState(null, '', '/sources?at=@12');
  await expect(request(mutation, {})).rejects.toThrow('The past cannot be changed');
  expect(fetch).not.toHaveBeenCalled();
  window.history.replaceState(null, '', '/sources');
  expect(await request(mutation, {})).toEqual({ add: 1 });
});

test('a mutation, and a query too long for an address, go by POST', async () => {
  for (const [document, variables] of [
    [mutation, {}],
    [query, { search: 'x'.repeat(5000) }],
  ] as const) {
    answer({ data: { add: 1 } });
    await request<unknown, object>(document, variables);
    const [address, init] = sent();
    expect([address, init.method]).toEqual(['/graphql', 'POST']);
    expect(JSON.parse(String(init.body))).toEqual({ documentId: `sha256:${document.id}`, variables });
  }
});

test('in development the text is sent', async () => {
  vi.stubEnv('DEV', true);
  answer({ data: { add: 1 } });
  await request(mutation, {});
  expect(JSON.parse(String(sent()[1].body))).toEqual({ query: 'mutation{add}', variables: {} });
});

test('a page whose document the server does not know is loaded anew, once', async () => {
  const reload = vi.fn();
  vi.stubGlobal('location', { reload });
  answer(unknown);
  const settled = vi.fn();
  request(query, {}).then(settled, settled);
  await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
  await expect(request(query, {})).rejects.toThrow('No such document');
  expect(reload).toHaveBeenCalledTimes(1);
  expect(settled).not.toHaveBeenCalled();
});

test('errors are thrown in the server’s words', async () => {
  answer({ errors: [{ message: 'No such field' }], data: null });
  await expect(request(query, {})).rejects.toThrow(new GraphQLFault([{ message: 'No such field' }]));
});

test('an answer that is no JSON names its status', async () => {
  answer('<html>', { status: 502, statusText: 'Bad Gateway', headers: { 'content-type': 'text/html' } });
  await expect(request(query, {})).rejects.toThrow('The server answered 502 Bad Gateway.');
});
