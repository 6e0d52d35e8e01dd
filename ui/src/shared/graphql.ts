import type { TypedDocument } from '../generated/documents';

/** The server answered that the request failed, wholly or in part; `errors` are its own words. */
export class GraphQLFault extends Error {
  constructor(readonly errors: readonly { message: string }[]) {
    super(errors.map((each) => each.message).join('\n'));
  }
}

interface Answer<T> {
  data?: T;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/**
 * Sends one typed document by its id. Rejects with GraphQLFault when the answer holds errors, with TypeError when none
 * came. While the address names an instant no mutation leaves the page. A server that does not know the id is newer than this page, which is then loaded anew, once.
 */
export async function request<T, V>(document: TypedDocument<T, V>, variables: V, signal?: AbortSignal): Promise<T> {
  if (document.kind === 'mutation' && new URLSearchParams(location.search).has('at'))
    throw new GraphQLFault([{ message: 'The past cannot be changed: go back to now first.' }]);
  const answer = await read<T>(await send(document, variables, signal ?? null));
  if (answer.errors?.some((each) => each.extensions?.code === 'PERSISTED_QUERY_NOT_FOUND') && reloadOnce())
    return new Promise(() => {});
  return dataOf(answer);
}

/** Sends a document that is not one of the portal's own pages'; refused where `Catalog:GraphQL:FreeDocuments` is off. */
export async function requestText<T>(
  query: string,
  variables: Record<string, unknown>,
  signal: AbortSignal,
): Promise<T> {
  const body = JSON.stringify({ query, variables });
  return dataOf(await read<T>(await fetch('/graphql', { method: 'POST', headers: posted, body, signal })));
}

async function read<T>(response: Response): Promise<Answer<T>> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (!isJson) throw new GraphQLFault([{ message: `The server answered ${response.status} ${response.statusText}.` }]);
  return response.json();
}

function dataOf<T>(answer: Answer<T>): T {
  if (answer.errors?.length || !answer.data) throw new GraphQLFault(answer.errors ?? [{ message: 'No data came.' }]);
  return answer.data;
}

const accept = 'application/graphql-response+json, application/json';
const posted = { 'content-type': 'application/json', accept };

/** Servers and proxies refuse addresses of more than about 8,000 characters. */
const longestAddress = 4000;

/** A query goes by GET where it can, so that the browser keeps what cannot change and asks only whether the rest did. */
function send<T, V>(document: TypedDocument<T, V>, variables: V, signal: AbortSignal | null): Promise<Response> {
  // In development the pages change faster than the portal they ask.
  const which: Record<string, string> = import.meta.env.DEV
    ? { query: document.text }
    : { documentId: `sha256:${document.id}` };
  if (document.kind === 'query') {
    const address = `/graphql?${new URLSearchParams({ ...which, variables: JSON.stringify(variables) })}`;
    if (address.length <= longestAddress) return fetch(address, { headers: { accept }, signal });
  }
  return fetch('/graphql', {
    method: 'POST',
    headers: posted,
    body: JSON.stringify({ ...which, variables }),
    signal,
  });
}

/** Loads the page anew, unless that has just brought this very build again. */
function reloadOnce(): boolean {
  const build = import.meta.url;
  if (sessionStorage.getItem('reloaded-from') === build) return false;
  sessionStorage.setItem('reloaded-from', build);
  location.reload();
  return true;
}
