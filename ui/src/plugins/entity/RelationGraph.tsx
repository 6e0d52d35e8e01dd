import '@xyflow/react/dist/style.css';
import { useComputedColorScheme } from '@mantine/core';
import {
  Background,
  BaseEdge,
  Controls,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  Handle,
  type Edge as Line,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react';
import { useMemo } from 'react';
import { groupBy } from '../../shared/groupBy';
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

type RelationLine = Line<{ words: string; atTarget: boolean; room: number }, 'relation'>;

/** A line with its word on a straight piece at the end that has fewer lines, where words stand a row apart. */
function RelationLineView(props: EdgeProps<RelationLine>) {
  const { sourceX, sourceY, targetX, targetY, markerEnd, data } = props;
  const { atTarget = true, words = '', room: straight = 0 } = data ?? {};
  const [curve] = getBezierPath({
    sourceX: atTarget ? sourceX : sourceX + straight,
    sourceY,
    targetX: atTarget ? targetX - straight : targetX,
    targetY,
    sourcePosition: Position.Right,
    targetPosition: Position.Left,
  });
  const path = atTarget ? `${curve} L${targetX},${targetY}` : `M${sourceX},${sourceY} L${curve.slice(1)}`;
  const x = atTarget ? targetX - 12 : sourceX + 8;
  const y = atTarget ? targetY : sourceY;
  return (
    <>
      <BaseEdge path={path} {...(markerEnd ? { markerEnd } : {})} style={{ stroke: 'var(--line-strong)' }} />
      <EdgeLabelRenderer>
        {words && (
          <span
            className={styles.word}
            style={{ transform: `translate(${atTarget ? '-100%' : '0'}, -50%) translate(${x}px, ${y}px)` }}
          >
            {words}
          </span>
        )}
      </EdgeLabelRenderer>
    </>
  );
}

const nodeTypes = { entity: EntityBox };
const edgeTypes = { relation: RelationLineView };

/** The lines with their words: at the end where fewer lines meet, and each word there only once. */
export function linesOf(edges: readonly Edge[]): RelationLine[] {
  const leaving = groupBy(edges, (edge) => edge.from);
  const arriving = groupBy(edges, (edge) => edge.to);
  const count = (group: Edge[] | undefined) => group?.length ?? 0;
  const atTarget = (edge: Edge) => count(arriving.get(edge.to)) <= count(leaving.get(edge.from));
  const endOf = (edge: Edge) => (atTarget(edge) ? `to ${edge.to}` : `from ${edge.from}`);
  const ends = groupBy(edges, endOf);
  return edges.map((edge) => {
    const meeting = ends.get(endOf(edge)) ?? [edge];
    const words = [...new Set(meeting.map((each) => relationWords(each.type).toLowerCase()))].join(', ');
    return {
      id: `${edge.from} ${edge.type} ${edge.to}`,
      type: 'relation',
      source: edge.from,
      target: edge.to,
      // About 7 pixels a letter, and the arrow head.
      data: { words: meeting[0] === edge ? words : '', atTarget: atTarget(edge), room: words.length * 7 + 28 },
      markerEnd: { type: MarkerType.ArrowClosed, color: 'var(--line-strong)' },
    };
  });
}

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
      edges: linesOf(edges),
    };
  }, [centre, titles, related, edges]);
  return (
    <div className={styles.graph} style={{ height }}>
      <ReactFlow<EntityNode, RelationLine>
        key={`${centre} ${picture.nodes.length} ${picture.edges.length}`}
        nodes={picture.nodes}
        edges={picture.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
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
