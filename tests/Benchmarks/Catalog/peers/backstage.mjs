// node backstage.mjs CONFIG: the backend of Backstage with nothing but its catalog, by a configuration file. Ends when its input does, that is
// with the one who started it.
import { createBackend } from '@backstage/backend-defaults';

process.argv.push('--config', process.argv[2]);
const backend = createBackend();
backend.add(import('@backstage/plugin-catalog-backend'));
await backend.start();
process.stdin.on('end', () => process.exit(0)).resume();
