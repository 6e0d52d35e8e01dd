import { groupBy } from '../../shared/groupBy';

/** A group with its place in the tree. */
export interface TreeRow<T> {
  group: T;
  depth: number;
}

/**
 * Groups in the order of a tree, parents before their children, siblings in the order given. A group whose parent is
 * not in the list stands at the top, and so does one of a circle of parents: every group appears once.
 */
export function treeOf<T extends { ref: string }>(
  groups: readonly T[],
  parentOf: (group: T) => string | undefined,
): TreeRow<T>[] {
  const refs = new Set(groups.map((group) => group.ref));
  const children = groupBy(groups, (group) => {
    const parent = parentOf(group);
    return parent !== undefined && refs.has(parent) ? parent : '';
  });
  const rows: TreeRow<T>[] = [];
  const placed = new Set<string>();
  const put = (group: T, depth: number) => {
    if (placed.has(group.ref)) return;
    placed.add(group.ref);
    rows.push({ group, depth });
    for (const child of children.get(group.ref) ?? []) put(child, depth + 1);
  };
  for (const root of children.get('') ?? []) put(root, 0);
  for (const group of groups) put(group, 0);
  return rows;
}
