// Looks at a page as it stands: accessibility, width, what the console said. Faults are collected, so that one run tells all.
import { AxeBuilder } from '@axe-core/playwright';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export class Looker {
  /** @param {string | undefined} pictures A folder for a picture of every page looked at. */
  constructor(page, name, pictures) {
    this.page = page;
    this.name = name;
    this.pictures = pictures;
    this.faults = [];
    this.expected = [];
    this.number = 0;
    page.on('pageerror', (error) => this.fault(`the page threw ${error}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.fault(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.fault(`${response.status()} ${response.url()}`);
    });
  }

  /** Words of faults that the walk brings about itself. */
  expect(...patterns) {
    this.expected.push(...patterns);
  }

  fault(words) {
    if (this.expected.some((pattern) => pattern.test(words))) return;
    console.log(`FAULT ${words}`);
    this.faults.push(words);
  }

  async check(what) {
    await this.settled();
    // Scrolled, the bar at the top hides what lies below it, which axe takes for a target too small.
    await this.page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(standards).analyze();
    for (const { id, help, nodes } of violations)
      this.fault(`${what}: ${id} (${help}) at ${nodes.slice(0, 5).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
    const wider = await this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wider > 0) this.fault(`${what}: ${wider} pixels wider than the screen`);
    await this.picture(what);
    console.log(`looked at ${what}`);
  }

  async picture(what) {
    this.number += 1;
    const file = `${this.name}-${String(this.number).padStart(2, '0')}-${what.replace(/[^a-z0-9]+/gi, '-')}.png`;
    if (this.pictures) await this.page.screenshot({ path: `${this.pictures}/${file}` });
  }

  /** Nothing loads any more. The live stream never ends, so the network's rest cannot tell. */
  async settled() {
    await this.page.waitForFunction(() => {
      const bar = document.querySelector('[data-busy]');
      const loading = [...document.querySelectorAll('[role=status]')].some((each) => each.textContent?.includes('Loading'));
      return document.querySelector('h1') !== null && bar?.getAttribute('data-busy') !== 'true' && !loading;
    });
    await this.page.evaluate(() => Promise.allSettled(document.getAnimations().filter((each) => each.effect?.getTiming().iterations !== Infinity).map((each) => each.finished)));
  }
}
