// Walks a running portal as a newcomer would, in a real browser: home, list, filter, entity, its tabs, team, dark theme,
// 390 pixels wide. Fails on an accessibility violation (axe, WCAG 2.2 A and AA), on an error in the console, and on a
// page wider than the screen. EVENTCATALOG_URL is the portal, CHROMIUM the browser; --pictures FOLDER keeps what was seen.
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const base = process.env.EVENTCATALOG_URL ?? 'http://127.0.0.1:7080';
const pictures = process.argv[process.argv.indexOf('--pictures') + 1];
const faults = [];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});

/** Looks at the page as it stands: axe, width, a picture when asked for. */
async function look(page, name) {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  for (const { id, nodes } of violations)
    faults.push(`${name}: ${id} at ${nodes.map((node) => node.target).join(', ')}`);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wider > 0) faults.push(`${name}: ${wider} pixels wider than the screen`);
  if (process.argv.includes('--pictures')) await page.screenshot({ path: `${pictures}/${name}.png` });
  console.log(`${violations.length === 0 && wider <= 0 ? 'ok  ' : 'FAIL'} ${name}`);
}

async function walk(name, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  // The live stream stays open for ever; without it the network comes to rest and a page can be waited for.
  await page.route('**/api/live', (route) => route.fulfill({ status: 204 }));
  page.on('pageerror', (error) => faults.push(`${name}: ${error}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/api/live'))
      faults.push(`${name}: ${message.text()}`);
  });

  await page.goto(base);
  await page.getByRole('heading', { name: 'Recently changed' }).waitFor();
  await look(page, `${name}-home`);

  await page.getByRole('link', { name: /Components$/ }).click();
  await page.getByRole('link', { name: 'Remove: Components' }).waitFor();
  await look(page, `${name}-list`);
  const all = await page.getByRole('grid').getAttribute('aria-rowcount');
  await page.getByRole('button', { name: /^Lifecycle/ }).click();
  await page.getByRole('checkbox').first().check();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: /^Remove: in / }).waitFor();
  // The old rows stay until the new ones have come.
  await page
    .waitForFunction((before) => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') !== before, all)
    .catch(() => faults.push(`${name}: the filter changed nothing`));
  await look(page, `${name}-filtered`);

  await page.getByRole('row').nth(1).getByRole('link').first().click();
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
  await look(page, `${name}-entity`);
  for (const tab of ['Relations', 'Descriptor', 'History']) {
    await page.getByRole('tab', { name: tab }).click();
    await look(page, `${name}-entity-${tab.toLowerCase()}`);
  }

  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Teams' }).click();
  await page.getByRole('heading', { name: 'Teams', level: 1 }).waitFor();
  await look(page, `${name}-teams`);
  await page.locator('main table a').first().click();
  await page.getByRole('heading', { name: 'Owns' }).waitFor();
  await look(page, `${name}-team`);
  for (const [link, heading] of [
    ['Sources', 'Register a source'],
    ['Events', 'Events'],
  ]) {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: link }).click();
    await page.getByRole('heading', { name: heading }).first().waitFor();
    await look(page, `${name}-${link.toLowerCase()}`);
  }

  const scheme = await page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'));
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitem', { name: scheme === 'dark' ? 'Light' : 'Dark' }).click();
  await page.goto(base);
  const after = await page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'));
  if (after === scheme) faults.push(`${name}: the chosen theme was forgotten`);
  await page.getByRole('heading', { name: 'Recently changed' }).waitFor();
  await look(page, `${name}-other-theme`);
  await context.close();
}

try {
  await walk('1440-light', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  await walk('1440-dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
  await walk('390-light', { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true });
  await walk('390-dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true });
} finally {
  await browser.close();
}
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log('The walk found no fault.');
