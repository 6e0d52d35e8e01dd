import { afterEach, expect, test, vi } from 'vitest';
import type { TypedDocument } from '../generated/documents';
import { GraphQLFault, request } from './graphql';

const document: TypedDocument<{ position: string }, object> = { id: 'abc', text: '{position}' };
const answer = (body: unknown, init: ResponseInit = { headers: { 'content-type': 'application/json' } }) =>
  vi.stubGlobal(
    'fetch',
    vi.fn().mockResolvedValue(new Response(typeof body === 'string' ? body : JSON.stringify(body), init)),
  );

afterEach(() => vi.unstubAllGlobals());

test('data is handed over, and the text goes with the id of its document', async () => {
  answer({ data: { position: '7' } });
  expect(await request(document, {})).toEqual({ position: '7' });
  const [, init] = vi.mocked(fetch).mock.calls[0] ?? [];
  expect(JSON.parse(String(init?.body))).toMatchObject({ query: '{position}', extensions: { documentId: 'abc' } });
});

test('errors are thrown in the server’s words', async () => {
  answer({ errors: [{ message: 'No such field' }], data: null });
  await expect(request(document, {})).rejects.toThrow(new GraphQLFault([{ message: 'No such field' }]));
});

test('an answer that is no JSON names its status', async () => {
  answer('<html>', { status: 502, statusText: 'Bad Gateway', headers: { 'content-type': 'text/html' } });
  await expect(request(document, {})).rejects.toThrow('The server answered 502 Bad Gateway.');
});
