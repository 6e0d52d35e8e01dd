import { expect, test } from 'vitest';
import { serverSentEvents } from './serverSentEvents';

/** A stream whose bytes arrive in these parts. */
const arriving = (...parts: Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });

const text =
  ':\n\nid: 7\nevent: next\ndata: {"a":\ndata: "ü"}\n\nevent: complete\r\ndata: \r\n\r\nevent: next\ndata: cut off';

const read = async (body: ReadableStream<Uint8Array>) => {
  const seen = [];
  for await (const event of serverSentEvents(body)) seen.push(event);
  return seen;
};

const expected = [
  { event: 'next', data: '{"a":\n"ü"}' },
  { event: 'complete', data: '' },
];

test('comments are passed over, lines of data joined, and an event without its end is none', async () => {
  expect(await read(arriving(new TextEncoder().encode(text)))).toEqual(expected);
});

test('it does not matter where the network cut, even inside a letter or a line break', async () => {
  const bytes = new TextEncoder().encode(text);
  expect(await read(arriving(...Array.from(bytes, (_, at) => bytes.slice(at, at + 1))))).toEqual(expected);
});

test('who stops listening ends the stream', async () => {
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
    cancel: () => {
      cancelled = true;
    },
  });
  for await (const _ of serverSentEvents(endless)) break;
  expect(cancelled).toBe(true);
});
