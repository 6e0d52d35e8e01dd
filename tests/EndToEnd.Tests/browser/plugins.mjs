// A plugin is begun, installed, upgraded and rolled back beside an open page; others are broken, wrong, or not what was installed.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const widths = [1440, 390];

function expect(holds, words) {
  if (!holds) throw new Error(words);
}

const heading = (page, name) => page.getByRole('heading', { level: 1, name });
const side = (page, name) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true });

async function replace(file, from, to) {
  const text = await readFile(file, 'utf8');
  expect(text.includes(from), `${file} has no ${from}`);
  await writeFile(file, text.replaceAll(from, to));
}

/** In the folder stand, installed already: broken, future, tampered, and the samples. */
export async function plugins({ page, looker, program, folder, url }) {
  const plugin = (...words) => run(process.env.DOTNET_HOST_PATH ?? 'dotnet', [program, 'plugin', ...words]);
  const portal = ['--portal', url];
  const hello = `${folder}/hello`;
  looker.expect(/thrown on purpose/i, /integrity|digest/i, /tampered\/1\.0\.0\/index\.js/);

  await page.goto('/');
  await heading(page, /.+/).waitFor();
  await page.getByRole('region', { name: 'Largest owners' }).getByRole('img', { name: /^Components by owner: shop 2/ }).waitFor();
  await looker.check('home with a card of a plugin');
  await page.evaluate(() => (window.notReloaded = true));
  const waited = await page.evaluate(() => {
    const [list] = performance.getEntriesByName(`${location.origin}/api/plugins`);
    return list.startTime - performance.getEntriesByName('first-contentful-paint')[0].startTime;
  });
  expect(waited >= 0, `the plugins were asked for ${-waited} ms before the first paint`);

  await plugin('new', 'hello', '--in', hello, '--owner', 'group:default/shop');
  await plugin('install', hello, ...portal);
  await side(page, 'Hello').click();
  await heading(page, 'Hello').waitFor();
  await page.getByRole('table', { name: 'Components' }).getByRole('link', { name: 'cart' }).waitFor();
  await page.getByRole('img', { name: /^Components by lifecycle: production 2/ }).waitFor();
  await looker.check('page of a plugin');

  await replace(`${hello}/index.js`, "lead: 'Components by lifecycle.'", "lead: 'Now in its second version.'");
  const changed = await plugin('install', hello, ...portal).then(() => undefined, (error) => error);
  expect(changed?.code === 1 && changed.stderr.includes('give this one another version'), `the same version was not refused: ${changed?.stderr}`);
  await replace(`${hello}/plugin.json`, '"1.0.0"', '"1.1.0"');
  await plugin('install', hello, ...portal);
  const taken = Date.now();
  await page.getByText('Now in its second version.').waitFor();
  console.log(`the open page shows the upgrade ${Date.now() - taken} ms after the command ended`);
  await plugin('rollback', 'hello', ...portal);
  await page.getByText('Components by lifecycle.', { exact: true }).waitFor();
  await plugin('disable', 'hello', ...portal);
  await page.getByText('This page belongs to the plugin Hello. It is switched off.').waitFor();
  await side(page, 'Hello').waitFor({ state: 'detached' });
  await plugin('enable', 'hello', ...portal);
  await heading(page, 'Hello').waitFor();
  expect(await page.evaluate(() => window.notReloaded === true), 'the page was loaded again');

  await page.goto('/catalog/component/default/cart');
  await page.getByText('This is cart, production.').waitFor();
  await page.getByRole('alert').filter({ hasText: /^"Broken card" of the plugin Broken 1\.0\.0 failed\.Thrown on purpose/i }).waitFor();
  await page.getByRole('link', { name: 'Open in Grafana' }).waitFor();
  await looker.check('entity with cards of plugins');
  await page.getByRole('tab', { name: 'Panels' }).click();
  await page.getByRole('table', { name: 'Panels of cart' }).getByRole('link', { name: 'Latency' }).waitFor();
  await looker.check('tab of a plugin');
  await page.goto('/catalog/component/default/wallet');
  await page.getByText('This is wallet, production.').waitFor();
  expect((await page.getByRole('tab', { name: 'Panels' }).count()) === 0, 'the tab shows without its annotation');

  await page.goto('/tampered');
  await page.getByText(/^The browser refused \/plugins\/tampered\/1\.0\.0\/index\.js: its bytes are not those that were installed/).waitFor();
  await looker.check('a changed byte');
  expect(await page.evaluate(() => window.tampered === undefined), 'changed code ran');
  await page.goto('/future');
  await page.getByText(/It is made for \^99\.0 of @eventcatalog\/sdk, and this portal brings 1\./).waitFor();

  await page.keyboard.press('Control+k');
  await page.getByRole('button', { name: 'Fail on purpose' }).click();
  await heading(page, 'Plugins').waitFor();
  await page.locator('#broken').getByText('Failed in this window. Fail on purpose: Thrown on purpose by a command').waitFor();
  await page.locator('#future').getByText(/^It is made for \^99\.0/).waitFor();
  const versions = page.getByRole('table', { name: 'Versions of Hello' });
  await versions.getByRole('row', { name: /^1\.0\.0 .*serves/ }).waitFor();
  await page.getByRole('button', { name: 'Use 1.1.0 of Hello' }).click();
  await versions.getByRole('row', { name: /^1\.1\.0 .*serves/ }).waitFor();
  await page.getByRole('button', { name: 'Switch off: Broken' }).click();
  await page.getByRole('button', { name: 'Switch on: Broken' }).waitFor();
  for (const width of widths)
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await looker.check(`gallery ${width} ${colorScheme}`);
    }
  await page.locator('#hello').getByRole('link', { name: /^@\d+$/ }).first().click();
  await page.getByText(/Version 1\.1\.0 of plugin hello serves instead of 1\.0\.0/).waitFor();
}
