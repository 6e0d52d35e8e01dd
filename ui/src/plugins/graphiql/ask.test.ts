import { afterEach, expect, test, vi } from 'vitest';
import { ask, follow } from './ask';

const answering = (body: string, type: string, status = 200) =>
  vi
    .spyOn(globalThis, 'fetch')
    .mockResolvedValue(new Response(body, { status, statusText: 'said so', headers: { 'content-type': type } }));
const { signal } = new AbortController();

afterEach(() => vi.restoreAllMocks());

test('the reply has the status, the size in bytes and the errors of the server', async () => {
  answering('{"errors":[{"message":"Nö."}]}', 'application/graphql-response+json', 400);
  const reply = await ask({ query: '{ nix }' }, signal);
  expect(reply).toMatchObject({ status: 400, bytes: 31, answer: { errors: [{ message: 'Nö.' }] } });
});

test('an answer that is not GraphQL is a failure that says what came', async () => {
  answering('<html>', 'text/html', 502);
  await expect(ask({ query: '{ a }' }, signal)).rejects.toThrow(
    'The server answered 502 said so without a GraphQL answer.',
  );
});

const all = async (stream: AsyncGenerator<unknown>) => {
  const seen = [];
  for await (const each of stream) seen.push(each);
  return seen;
};

test('a subscription gives its events and ends where the server completes it', async () => {
  answering(
    'event: next\ndata: {"data":1}\n\nevent: complete\ndata: \n\nevent: next\ndata: {"data":2}\n\n',
    'text/event-stream',
  );
  expect(await all(follow({ query: '' }, signal))).toEqual([{ data: 1 }]);
});

test('a stream that ends without being completed broke off', async () => {
  answering('event: next\ndata: {"data":1}\n\n', 'text/event-stream');
  await expect(all(follow({ query: '' }, signal))).rejects.toThrow('broke off');
});

test('a subscription refused is told in the words of the server', async () => {
  answering('{"errors":[{"message":"Not here."}]}', 'application/json', 403);
  await expect(all(follow({ query: '' }, signal))).rejects.toThrow('Not here.');
});
