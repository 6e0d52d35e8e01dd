import type { TypedDocument } from '../generated/documents';

/** The server answered that the request failed, wholly or in part; `errors` are its own words. */
export class GraphQLFault extends Error {
  constructor(readonly errors: readonly { message: string }[]) {
    super(errors.map((each) => each.message).join('\n'));
  }
}

/** Sends one typed document. Rejects with GraphQLFault when the answer holds errors, with TypeError when none came. */
export async function request<T, V>(document: TypedDocument<T, V>, variables: V, signal?: AbortSignal): Promise<T> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' },
    body: JSON.stringify({ query: document.text, variables, extensions: { documentId: document.id } }),
    signal: signal ?? null,
  });
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (!isJson) throw new GraphQLFault([{ message: `The server answered ${response.status} ${response.statusText}.` }]);
  const answer = (await response.json()) as { data?: T; errors?: { message: string }[] };
  if (answer.errors?.length || !answer.data) throw new GraphQLFault(answer.errors ?? [{ message: 'No data came.' }]);
  return answer.data;
}
