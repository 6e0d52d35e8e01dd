// Brings the PostgreSQL binaries: `npm ci` into a folder of its own, then one rename into place.
// Several builds may run this at once and any may be killed: whoever renames first wins, the others discard theirs.
// Exit codes: 0 the binaries are there, 1 npm said no (its words were printed).
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = dirname(fileURLToPath(import.meta.url));
const modules = join(home, 'node_modules');
const brought = ['package.json', 'package-lock.json', '.npmrc'];
const wanted = createHash('sha256').update(readFileSync(join(home, 'package-lock.json'))).digest('hex');

const isThere = () => {
  const stamp = join(modules, '.brought');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
};

const removeLeftovers = () => {
  const anHourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync(home)) {
    const path = join(home, name);
    if (name.startsWith('.bringing-') && statSync(path, { throwIfNoEntry: false })?.mtimeMs < anHourAgo) rmSync(path, { recursive: true, force: true });
  }
};

const bring = () => {
  const workshop = mkdtempSync(join(home, '.bringing-'));
  try {
    for (const name of brought) copyFileSync(join(home, name), join(workshop, name));
    const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: workshop, encoding: 'utf8', shell: process.platform === 'win32',
    });
    if (npm.status !== 0) {
      console.error(npm.error ? `npm could not be started: ${npm.error.message}` : `${npm.stdout}${npm.stderr}`.trim());
      return 1;
    }
    writeFileSync(join(workshop, 'node_modules', '.brought'), wanted);
    if (isThere()) return 0;
    if (existsSync(modules)) renameSync(modules, join(workshop, `old-${randomBytes(4).toString('hex')}`));
    renameSync(join(workshop, 'node_modules'), modules);
    return 0;
  } catch (error) {
    if (isThere()) return 0; // another build renamed between our look and our move
    console.error(error.message);
    return 1;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
};

removeLeftovers();
process.exit(isThere() ? 0 : bring());
