import { kindLook } from '../../shared/kinds';
import { shortRef } from '../../shared/ref';
import { type CatalogSearch, type Dimension, dimensions } from './search';

/** One part of the filter in words, and what the address says without it. */
export interface Clause {
  words: string;
  without: CatalogSearch;
}

const either = (values: readonly string[]) => values.join(' or ');

const words: Record<Dimension, (values: readonly string[]) => string> = {
  kind: (values) => either(values.map((value) => kindLook(value).many)),
  type: (values) => `of type ${either(values)}`,
  lifecycle: (values) => `in ${either(values)}`,
  owner: (values) => `owned by ${either(values.map(shortRef))}`,
  system: (values) => `part of ${either(values.map(shortRef))}`,
  tag: (values) => `tagged ${either(values)}`,
};

/** The filter as a sentence: "Components or APIs", "of type service", "owned by shop", "matching “cart”". */
export function clauses(search: CatalogSearch): Clause[] {
  const said = dimensions.flatMap(({ key }): Clause[] => {
    const values = search[key];
    return values ? [{ words: words[key](values), without: { ...search, [key]: undefined } }] : [];
  });
  if (search.problems) said.push({ words: 'with problems', without: { ...search, problems: undefined } });
  if (search.q) said.push({ words: `matching “${search.q}”`, without: { ...search, q: undefined } });
  return said;
}
