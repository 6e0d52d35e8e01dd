import type { Draft } from './draft';

/** Both texts set out afresh, comments kept. Rejects when the document cannot be parsed; variables that are no JSON stay. */
export async function prettify(draft: Draft): Promise<Draft> {
  const [{ format }, graphql] = await Promise.all([import('prettier/standalone'), import('prettier/plugins/graphql')]);
  const query = await format(draft.query, { parser: 'graphql', plugins: [graphql], printWidth: 72 });
  return { ...draft, query, variables: prettyJson(draft.variables) };
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
