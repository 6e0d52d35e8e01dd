import { groupBy } from '../../shared/groupBy';
import type { Related } from './queries';

/** A relation read in its forward direction: who depends, who owns what, what is part of what. */
export interface Edge {
  from: string;
  type: string;
  to: string;
}

const forward: Record<string, string> = {
  ownerOf: 'ownedBy',
  hasPart: 'partOf',
  apiProvidedBy: 'providesApi',
  apiConsumedBy: 'consumesApi',
  dependencyOf: 'dependsOn',
  parentOf: 'childOf',
  hasMember: 'memberOf',
};

const words: Record<string, string> = {
  ownedBy: 'Owned by',
  ownerOf: 'Owner of',
  partOf: 'Part of',
  hasPart: 'Has parts',
  providesApi: 'Provides',
  apiProvidedBy: 'Provided by',
  consumesApi: 'Consumes',
  apiConsumedBy: 'Consumed by',
  dependsOn: 'Depends on',
  dependencyOf: 'Needed by',
  childOf: 'Child of',
  parentOf: 'Parent of',
  hasMember: 'Has members',
  memberOf: 'Member of',
};

/** "Depends on" for `dependsOn`; a custom type keeps its own name. */
export const relationWords = (type: string) => words[type] ?? type;

/** The order a reader looks for them; custom types come last. */
export const relationOrder = Object.keys(words);

/** Each relation once and forwards, although the catalog keeps both directions of it. */
export function edgesOf(relations: readonly Related[]): Edge[] {
  const edges = new Map<string, Edge>();
  for (const { source, type, target } of relations) {
    const turned = forward[type];
    const edge = turned ? { from: target, type: turned, to: source } : { from: source, type, to: target };
    edges.set(`${edge.from} ${edge.type} ${edge.to}`, edge);
  }
  return [...edges.values()];
}

/** The relations of one entity by type, in reading order, each list by name. */
export function byType(relations: readonly Related[]): { type: string; relations: Related[] }[] {
  const place = (type: string) => (relationOrder.indexOf(type) + relationOrder.length + 1) % (relationOrder.length + 1);
  const groups = groupBy(relations, (relation) => relation.type);
  return [...groups]
    .map(([type, list]) => ({ type, relations: list.toSorted((a, b) => a.target.localeCompare(b.target)) }))
    .sort((a, b) => place(a.type) - place(b.type));
}
