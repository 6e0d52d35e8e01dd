import { serverSentEvents } from './serverSentEvents';

export interface Question {
  query: string;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | undefined;
}

/** An answer as the server writes it. */
export interface GraphQLAnswer {
  data?: unknown;
  errors?: readonly GraphQLFailure[];
  extensions?: { cost?: { requested: number; limit: number } };
}

export interface GraphQLFailure {
  message: string;
  locations?: readonly { line: number; column: number }[];
  path?: readonly (string | number)[];
}

export interface Reply {
  status: number;
  milliseconds: number;
  /** Of the answer's text, before the network packed it. */
  bytes: number;
  answer: GraphQLAnswer;
}

const send = (question: Question, accept: string, signal: AbortSignal) =>
  fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(question),
    signal,
  });

/** Runs a query or a mutation. Errors of GraphQL are part of the reply; rejects when no GraphQL answer came. */
export async function ask(question: Question, signal: AbortSignal): Promise<Reply> {
  const start = performance.now();
  const response = await send(question, 'application/graphql-response+json, application/json', signal);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const milliseconds = performance.now() - start;
  const answer = parseAnswer(new TextDecoder().decode(bytes));
  if (!answer)
    throw new Error(`The server answered ${response.status} ${response.statusText} without a GraphQL answer.`);
  return { status: response.status, milliseconds, bytes: bytes.length, answer };
}

/** Runs a subscription: each event as it comes, until the server ends it. Rejects when the stream breaks off. */
export async function* follow(question: Question, signal: AbortSignal): AsyncGenerator<GraphQLAnswer> {
  const response = await send(question, 'text/event-stream', signal);
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body) {
    const refusal = parseAnswer(await response.text());
    const words = refusal?.errors?.map((each) => each.message).join('\n');
    throw new Error(words ?? `The server answered ${response.status} ${response.statusText} in place of a stream.`);
  }
  for await (const { event, data } of serverSentEvents(response.body)) {
    if (event === 'complete') return;
    const answer = event === 'next' ? parseAnswer(data) : undefined;
    if (answer) yield answer;
  }
  throw new Error(
    'The stream broke off. Events after the last one shown are not lost: run it again from its position.',
  );
}

function parseAnswer(text: string): GraphQLAnswer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
