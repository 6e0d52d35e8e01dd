/** Reads a query string: every value a string, a repeated key a list. */
export function parseSearch(text: string): Record<string, string | string[]> {
  const search: Record<string, string | string[]> = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const before = search[key];
    search[key] = before === undefined ? value : [before, value].flat();
  }
  return search;
}

/** Writes a query string that people can read: lists as repeated keys, `:` and `/` of references left as they are. */
export function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(search))
    for (const each of [value].flat())
      if (each !== undefined && each !== null && each !== '' && each !== false) parameters.append(key, String(each));
  const text = parameters.toString().replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%40', '@');
  return text === '' ? '' : `?${text}`;
}

/** A search parameter as text; undefined when absent or empty, so that defaults drop out of the address. */
export const asText = (value: unknown): string | undefined => {
  const first = [value].flat()[0];
  return typeof first === 'string' && first !== '' ? first : undefined;
};

export const asList = (value: unknown): string[] | undefined => {
  const list = [value].flat().filter((each): each is string => typeof each === 'string' && each !== '');
  return list.length === 0 ? undefined : [...new Set(list)];
};

export const asFlag = (value: unknown): true | undefined => (value === 'true' || value === true ? true : undefined);

/** The value when it is one of those allowed, else undefined. */
export const asOneOf = <T extends string>(value: unknown, allowed: readonly T[]): T | undefined =>
  allowed.find((each) => each === value);
