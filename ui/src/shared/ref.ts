/** The three parts of `kind:namespace/name`. */
export interface RefParts {
  kind: string;
  namespace: string;
  name: string;
}

/** Takes a reference apart; what is left out of it is empty, never guessed. */
export function parseRef(ref: string): RefParts {
  const colon = ref.indexOf(':');
  const slash = ref.indexOf('/', colon + 1);
  return {
    kind: colon < 0 ? '' : ref.slice(0, colon),
    namespace: slash < 0 ? '' : ref.slice(colon + 1, slash),
    name: ref.slice((slash < 0 ? colon : slash) + 1),
  };
}

/** True for text written as a whole reference, such as `user:default/ada`; an actor may be one or a plain name. */
export const isRef = (text: string) => /^[a-z][a-z0-9]*:[^\s/:]+\/[^\s/]+$/.test(text);

export const formatRef = ({ kind, namespace, name }: RefParts) => `${kind}:${namespace}/${name}`.toLowerCase();

/** The shortest text that still says which one it is: the namespace is shown only when it is not the default. */
export function shortRef(ref: string): string {
  const { namespace, name } = parseRef(ref);
  return namespace === '' || namespace === 'default' ? name : `${namespace}/${name}`;
}
