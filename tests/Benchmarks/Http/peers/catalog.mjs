// The catalog of EntityPage.cs in JavaScript.
export const [sdl, query] = process.argv.slice(2);

const entities = Array.from({ length: 2000 }, (_, i) => ({
  id: `e${i}`,
  name: `service-${i}`,
  kind: 'component',
  owner: { id: `g${i % 50}`, name: `team-${i % 50}` },
}));

export const page = ({ first }) => ({
  nodes: entities.slice(0, first),
  totalCount: entities.length,
  pageInfo: { hasNextPage: true, endCursor: 'e19' },
});

/** Serves on a free port, and ends when its input does: then nobody waits for it any more. */
export function listen(server) {
  process.stdin.on('end', () => process.exit()).resume();
  server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
}
