// After the build: the manifest of documents and the types of the SDK beside the files, .br and .gz beside each file worth it, then the gates:
// size (ui/README.md) and licences of everything shipped.
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = 'dist/';
const kib = (bytes) => Math.round((bytes / 1024) * 10) / 10;
const faults = [];

await copyFile('src/generated/persisted-documents.json', `${dist}persisted-documents.json`);
// What `eventcatalog plugin new` gives to authors.
await mkdir(`${dist}sdk`, { recursive: true });
for (const file of ['index.d.ts', 'package.json']) await copyFile(`sdk/${file}`, `${dist}sdk/${file}`);

const compressed = new Map();
for (const path of (await readdir(dist, { recursive: true })).sort()) {
  if (!/\.(js|css|svg|html|json)$/.test(path)) continue;
  const bytes = await readFile(dist + path);
  const gz = gzipSync(bytes, { level: 9 });
  compressed.set(path, gz.length);
  if (bytes.length < 1024) continue;
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  await writeFile(`${dist}${path}.gz`, gz);
  await writeFile(`${dist}${path}.br`, br);
}

// The import map names files that only plugins ask for.
const html = (await readFile(`${dist}index.html`, 'utf8')).replace(/<script type="importmap">.*?<\/script>/s, '');
const atStart = (extension) =>
  [...compressed.keys()].filter((path) => path.endsWith(extension) && html.includes(`/${path}"`));
const sum = (paths) => paths.reduce((total, path) => total + compressed.get(path), 0);
const budget = (name, bytes, limit) => {
  const line = `${name}: ${kib(bytes)} of ${limit} KiB gzip`;
  console.log(line);
  if (bytes > limit * 1024) faults.push(`Too large. ${line}`);
};
budget('entry scripts', sum(atStart('.js')), 220);
budget('entry styles', sum(atStart('.css')), 40);
const later = [...compressed].filter(([path]) => path.endsWith('.js') && !atStart('.js').includes(path));
const [largest, size] = later.sort(([, a], [, b]) => b - a)[0] ?? ['none', 0];
budget(`largest later chunk (${largest})`, size, 150);

const allowed = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'OFL-1.1',
  'Unlicense',
  '(MIT OR CC0-1.0)',
]);
const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8'));
const shipped = Object.entries(packages).filter(([path, each]) => path !== '' && !each.dev);
for (const [path, each] of shipped)
  if (!allowed.has(each.license)) faults.push(`${path} is shipped under ${each.license}, which is not on the list.`);
console.log(`licences: ${shipped.length} shipped packages looked at`);

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
