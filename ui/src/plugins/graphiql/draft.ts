/** What stands in the editors. */
export interface Draft {
  query: string;
  /** JSON as written, sound or not. */
  variables: string;
  /** Which operation runs, by name; undefined for the first. */
  operation?: string | undefined;
}

/** The part of the address after `#`, which no server and no log ever sees. */
export function toHash({ query, variables, operation }: Draft): string {
  const parameters = new URLSearchParams({ query });
  if (variables.trim() !== '') parameters.set('variables', variables);
  if (operation) parameters.set('operation', operation);
  return parameters.toString();
}

/** The draft in an address; undefined when it holds none. */
export function fromHash(hash: string): Draft | undefined {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const query = parameters.get('query');
  if (query === null) return undefined;
  return {
    query,
    variables: parameters.get('variables') ?? '',
    operation: parameters.get('operation') ?? undefined,
  };
}
