import { Graph, layout } from '@dagrejs/dagre';
import type { Edge } from './relations';

export const nodeWidth = 190;
export const nodeHeight = 34;

/** Where each node's upper left corner goes: layers from left to right, in the direction of the relations. */
export function place(refs: readonly string[], edges: readonly Edge[]): Map<string, { x: number; y: number }> {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 200, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const ref of refs) graph.setNode(ref, { width: nodeWidth, height: nodeHeight });
  for (const edge of edges) graph.setEdge(edge.from, edge.to, {}, edge.type);
  layout(graph);
  return new Map(
    refs.map((ref) => {
      const { x, y } = graph.node(ref) as { x: number; y: number };
      return [ref, { x: x - nodeWidth / 2, y: y - nodeHeight / 2 }];
    }),
  );
}
