// Loads pages in turn, each time with empty caches, and prints the milliseconds until the first paint with content: one list an address.
//   node paint.mjs ROUNDS URL URL …
import { launch } from './browser.mjs';

const [rounds, ...urls] = process.argv.slice(2);
const browser = await launch();
const paints = urls.map(() => []);
// The first round starts what is only started once.
for (let round = -1; round < Number(rounds); round++)
  for (const [index, url] of urls.entries()) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(url);
    const paint = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const observer = new PerformanceObserver((entries) => {
            for (const { startTime } of entries.getEntriesByName('first-contentful-paint')) resolve(startTime);
          });
          observer.observe({ type: 'paint', buffered: true });
        }),
    );
    // The list of plugins is part of the load, though not of the paint.
    await page.waitForFunction(() => performance.getEntriesByName(`${location.origin}/api/plugins`).length > 0);
    if (round >= 0) paints[index].push(paint);
    await context.close();
  }
await browser.close();
console.log(JSON.stringify(paints));
