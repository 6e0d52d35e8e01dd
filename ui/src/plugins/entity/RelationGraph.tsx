import '@xyflow/react/dist/style.css';
import { useComputedColorScheme } from '@mantine/core';
import { Background, Controls, Handle, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { EntityLink } from '../../shared/kit/EntityLink';
import { shortRef } from '../../shared/ref';
import { place } from './layout';
import type { Related } from './queries';
import styles from './Relations.module.css';
import { type Edge, relationWords } from './relations';

type EntityNode = Node<{ entityRef: string; title: string | undefined; centre: boolean; absent: boolean }, 'entity'>;

function EntityBox({ data }: NodeProps<EntityNode>) {
  return (
    <div className={styles.node} data-centre={data.centre} data-absent={data.absent}>
      <Handle type="target" position={Position.Left} className={styles.handle} isConnectable={false} />
      <EntityLink entityRef={data.entityRef} title={data.title ?? shortRef(data.entityRef)} />
      <Handle type="source" position={Position.Right} className={styles.handle} isConnectable={false} />
    </div>
  );
}

const nodeTypes = { entity: EntityBox };

/** Never smaller than this: at 13 pixels a word would fall under 11. What does not fit is reached by moving the picture. */
const smallest = 0.86;

/** The picture of relations, from left to right. The list beside it says the same in words. */
export default function RelationGraph(props: {
  centre: string;
  titles: readonly (readonly [ref: string, title: string])[];
  related: readonly Related[];
  edges: readonly Edge[];
  height: number;
}) {
  const { centre, titles, related, edges, height } = props;
  const scheme = useComputedColorScheme('light');
  const picture = useMemo(() => {
    const known = new Map<string, string | undefined>(titles);
    for (const { target, title } of related) known.set(target, title ?? known.get(target));
    const refs = [...new Set([centre, ...edges.flatMap((edge) => [edge.from, edge.to])])];
    const places = place(refs, edges);
    return {
      nodes: refs.map(
        (ref): EntityNode => ({
          id: ref,
          type: 'entity',
          position: places.get(ref) ?? { x: 0, y: 0 },
          data: { entityRef: ref, title: known.get(ref), centre: ref === centre, absent: known.get(ref) === undefined },
        }),
      ),
      edges: edges.map((edge) => ({
        id: `${edge.from} ${edge.type} ${edge.to}`,
        source: edge.from,
        target: edge.to,
        label: relationWords(edge.type).toLowerCase(),
        labelStyle: { fill: 'var(--ink-2)', fontSize: 13 },
        labelBgStyle: { fill: 'var(--bg)' },
        labelBgPadding: [4, 1] as [number, number],
        style: { stroke: 'var(--line-strong)' },
        markerEnd: { type: 'arrowclosed' as const, color: 'var(--line-strong)' },
      })),
    };
  }, [centre, titles, related, edges]);
  return (
    <div className={styles.graph} style={{ height }}>
      <ReactFlow<EntityNode>
        key={`${centre} ${picture.nodes.length} ${picture.edges.length}`}
        nodes={picture.nodes}
        edges={picture.edges}
        nodeTypes={nodeTypes}
        colorMode={scheme}
        fitView
        fitViewOptions={{ minZoom: smallest, maxZoom: 1, padding: 0.06 }}
        minZoom={smallest}
        maxZoom={1.6}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        preventScrolling={false}
        zoomOnScroll={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={24} size={1} color="var(--line)" bgColor="var(--bg)" />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}
