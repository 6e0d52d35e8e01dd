// What people do with the portal. Found by role and text, as a person finds things.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Fails with words instead of a boolean. */
function expect(holds, words) {
  if (!holds) throw new Error(words);
}

const rows = (page) => page.getByRole('grid', { name: 'Entities' }).getByRole('row');
const heading = (page, name) => page.getByRole('heading', { level: 1, name });

/** "12 entities" above the list, as a number. */
async function count(page) {
  const words = await page.getByRole('status').filter({ hasText: /^[\d,]+ entit/ }).textContent();
  return Number(words.replace(/[^\d]/g, ''));
}

/** Waits until the list has another number of entities than before. */
async function changed(page, before) {
  await page.waitForFunction((old) => {
    const said = [...document.querySelectorAll('[role=status]')].map((each) => each.textContent?.match(/^([\d,]+) entit/)?.[1]).find(Boolean);
    return said !== undefined && Number(said.replaceAll(',', '')) !== old;
  }, before);
  return await count(page);
}

/** The answer to "is it well?" on the page of operations. */
const said = (page, words) => page.getByRole('region', { name: 'Is it well?' }).getByRole('status').filter({ hasText: words });

const readModel = (page, name) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });

/** Opens a filter and checks its first value that is not chosen; gives its words. */
async function choose(page, dimension) {
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: new RegExp(`^${dimension}`) }).click();
  const value = page.getByRole('dialog', { name: dimension }).getByRole('checkbox').first();
  await value.waitFor();
  await value.check();
  await page.keyboard.press('Escape');
}

/** The reference of a component that has had another owner. */
async function changedHands(page) {
  const query = '{ ownershipChanges(last: 200) { nodes { entityRef fromRef entity { ref } } } }';
  const { data } = await (await page.request.post('/graphql', { data: { query } })).json();
  const change = data.ownershipChanges.nodes.find((each) => each.fromRef && each.entity && each.entityRef.startsWith('component:'));
  expect(change, 'no component has changed hands');
  return change.entityRef;
}

/** Home, list, search, filters, sorting, an entity with its tabs, a team and its sub-team; axe on every page. */
async function walk({ page, looker, narrow }) {
  await page.goto('/');
  await heading(page, /.+/).waitFor();
  await page.getByRole('complementary', { name: 'Demo organisation' }).waitFor();
  await page.getByRole('region', { name: 'Recently changed' }).getByRole('listitem').first().waitFor();
  await looker.check('home');

  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Catalog', exact: true }).click();
  await heading(page, 'Catalog').waitFor();
  await rows(page).nth(1).waitFor();
  await looker.check('catalog');
  const all = await count(page);

  await page.getByRole('searchbox', { name: /Search names/ }).pressSequentially('checkout', { delay: 30 });
  const searched = await changed(page, all);
  expect(searched > 0 && searched < all, `the search found ${searched} of ${all}`);
  expect(new URL(page.url()).searchParams.get('q')?.includes('checkout'), `the search is not in the address ${page.url()}`);
  await looker.check('search');
  await page.getByRole('button', { name: 'Clear the search' }).click();
  expect((await changed(page, searched)) === all, 'clearing the search did not bring everything back');

  await choose(page, 'Kind');
  const ofKind = await changed(page, all);
  await choose(page, 'Owner');
  const ofOwner = await changed(page, ofKind);
  expect(ofOwner > 0 && ofOwner < ofKind && ofKind < all, `filters leave ${all}, ${ofKind}, ${ofOwner}`);
  const address = page.url();
  expect(/[?&]kind=/.test(address) && /[?&]owner=/.test(address), `the filters are not in the address ${address}`);
  await looker.check('filtered');
  await page.reload();
  await rows(page).nth(1).waitFor();
  expect((await count(page)) === ofOwner && page.url() === address, 'a reload forgot the filters');

  if (!narrow) {
    const names = () => rows(page).getByRole('gridcell').first().textContent();
    const before = await names();
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click();
    await page.getByRole('columnheader', { name: 'Name' }).and(page.locator('[aria-sort=descending]')).waitFor();
    await page.waitForFunction((old) => document.querySelector('[role=gridcell]')?.textContent !== old, before);
    expect(/[?&]sort=-name/.test(page.url()), `the order is not in the address ${page.url()}`);
  }

  await rows(page).nth(1).getByRole('link').first().click();
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
  await looker.check('entity');
  await page.goBack();
  await rows(page).nth(1).waitFor();
  expect(/[?&]owner=/.test(page.url()), 'going back lost the filters');

  const handedOver = await changedHands(page);
  await page.goto(`/catalog/${handedOver.replace(':', '/')}`);
  await page.getByText(handedOver, { exact: true }).first().waitFor();
  await page.getByRole('tab', { name: 'Relations' }).click();
  await page.getByRole('region', { name: 'List' }).getByRole('link').first().waitFor();
  if (!narrow) await page.getByRole('region', { name: 'Graph' }).getByRole('link').nth(1).waitFor();
  expect(/[?&]tab=relations/.test(page.url()), 'the tab is not in the address');
  await looker.check('relations');
  await page.getByRole('tab', { name: 'Descriptor' }).click();
  await page.getByRole('region', { name: 'Text of the descriptor' }).waitFor();
  await looker.check('descriptor');
  await page.getByRole('tab', { name: 'History' }).click();
  const happened = page.getByRole('region', { name: 'What happened' }).getByRole('listitem');
  await happened.first().waitFor();
  const first = await happened.first().innerText();
  expect(/[0-9a-f]{7}/.test(first) && /\.ya?ml/.test(first), `the newest event does not show its commit and file: ${first}`);
  const handover = happened.filter({ hasText: /Owner changed from/ }).first();
  await handover.getByText(/Owner changed from/).click();
  await handover.getByText('Raw data').waitFor();
  await looker.check('history');

  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Teams', exact: true }).click();
  await heading(page, 'Teams').waitFor();
  await page.getByRole('table').getByRole('link', { name: /Logistics/ }).first().waitFor();
  await looker.check('teams');
  await page.getByRole('table').getByRole('link', { name: /Logistics/ }).first().click();
  await heading(page, 'Logistics').waitFor();
  await page.getByRole('region', { name: 'Sub-teams' }).getByRole('link', { name: /Delivery/ }).waitFor();
  await looker.check('team with sub-teams');
  await page.getByRole('region', { name: 'Sub-teams' }).getByRole('link', { name: /Delivery/ }).click();
  await heading(page, 'Delivery').waitFor();
  await page.getByRole('region', { name: 'Owns' }).getByRole('link').first().waitFor();
  await page.getByRole('region', { name: 'Members' }).waitFor();
  await looker.check('team');

  for (const name of ['Sources', 'Events']) {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).click();
    await heading(page, name).waitFor();
    await looker.check(name.toLowerCase());
  }

  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Operations', exact: true }).click();
  await said(page, 'All is well.').waitFor();
  await readModel(page, 'entities/4').getByText('level').waitFor();
  await page.getByRole('region', { name: 'Nodes and their work' }).getByText('crawling').waitFor();
  await page.getByRole('region', { name: 'Log', exact: true }).getByText('never restored').waitFor();
  await looker.check('operations');
}

/** A chosen theme stays after a reload and on other pages. */
async function theme({ page, looker }) {
  const scheme = () => page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'));
  await page.goto('/catalog');
  await rows(page).nth(1).waitFor();
  expect((await scheme()) === 'light', `the portal begins ${await scheme()} where the system is light`);
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitem', { name: 'Dark' }).waitFor();
  await looker.check('theme menu');
  await page.getByRole('menuitem', { name: 'Dark' }).click();
  await page.waitForFunction(() => document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark');
  await page.reload({ waitUntil: 'domcontentloaded' });
  // Before anything is drawn: no white flash.
  expect((await scheme()) === 'dark', 'a reload forgot the dark theme');
  await rows(page).nth(1).waitFor();
  await looker.check('catalog after reload');
  await page.goto('/');
  await heading(page, /.+/).waitFor();
  expect((await scheme()) === 'dark', 'another page forgot the dark theme');
}

/** Everything without a mouse. */
async function keyboard({ page, looker }) {
  await page.goto('/');
  await heading(page, /.+/).waitFor();
  await page.keyboard.press('Tab');
  expect((await page.evaluate(() => document.activeElement?.textContent)) === 'Skip to content', 'the first stop of Tab is not the skip link');

  await page.keyboard.press('Control+k');
  const palette = page.getByRole('textbox', { name: /Search the catalog and the pages/ });
  await palette.waitFor();
  await page.keyboard.type('accounts');
  await page.getByRole('dialog').getByText('accounts', { exact: true }).first().waitFor();
  await looker.check('palette');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
  expect(page.url().includes('accounts'), `the palette led to ${page.url()}`);

  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await heading(page, 'Catalog').waitFor();
  await rows(page).nth(1).waitFor();
  const all = await count(page);
  await page.keyboard.press('/');
  await page.keyboard.type('checkout');
  await changed(page, all);
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  // The list follows the word letter by letter; which row is the third is known when it has the focus.
  await page.waitForURL(/[?&]q=checkout(&|$)/);
  for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-rowindex') === '3');
  const second = await page.evaluate(() => document.activeElement.querySelector('a').getAttribute('href'));
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${second}`);
  await heading(page, /.+/).waitFor();

  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await looker.check('keys');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
}

/** An address of nothing says so and offers what is called alike. */
async function missing({ page, looker }) {
  await page.goto('/catalog/component/default/acounts');
  await heading(page, 'Not in the catalog').waitFor();
  await page.getByRole('main').getByText('component:default/acounts', { exact: true }).waitFor();
  await page.getByRole('region', { name: 'Called alike' }).getByRole('link', { name: /accounts/ }).first().waitFor();
  await looker.check('missing entity');
  await page.goto('/team/default/nobody');
  await heading(page, 'No such team').waitFor();
  await looker.check('missing team');
  await page.goto('/no/such/page');
  await heading(page, 'Page not found').waitFor();
  await looker.check('missing page');
}

/** An answer without errors; its figures stand beside the heading. */
async function answered(page) {
  const said = page.getByRole('region', { name: 'Answer' }).getByRole('status').filter({ hasText: /^Status \d+/ });
  await said.waitFor();
  const figures = await said.textContent();
  expect(/^Status 200, .*B, cost \d/.test(figures), `the answer says ${figures}`);
}

/** Faults are marked a moment after the last key; only then is the text of the document at rest. */
const marked = (page) => page.locator('.cm-lintRange-error').waitFor();

/** Asking by hand: every example answers, a field is completed by keyboard, a fault is told before sending, a link brings all back. */
async function graphiql({ page, looker, narrow }) {
  await page.goto('/graphiql');
  await heading(page, 'GraphQL').waitFor();
  const text = page.getByRole('textbox', { name: 'Document' });
  const answer = page.getByRole('textbox', { name: 'Answer as JSON' });
  await text.waitFor();
  await page.getByRole('region', { name: 'Schema' }).getByRole('button', { name: /^Query/ }).waitFor();
  await looker.check('graphiql');

  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem').first().waitFor();
  await looker.check('examples');
  const titles = await page.getByRole('menuitem').allTextContents();
  await page.keyboard.press('Escape');
  for (const title of titles) {
    await page.getByRole('button', { name: 'Examples' }).click();
    await page.getByRole('menuitem').filter({ hasText: title }).click();
    await page.getByText('Nothing was run yet.').waitFor();
    await page.getByRole('button', { name: 'Run' }).click();
    if (/subscription/i.test(title)) {
      await page.getByRole('status').filter({ hasText: /^Following: [1-9]\d* events/ }).waitFor();
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByRole('status').filter({ hasText: /^Stopped: \d+ events/ }).waitFor();
    } else {
      await answered(page);
    }
    const shown = await answer.innerText();
    expect(/"data"/.test(shown) && !/"errors"/.test(shown) && !/\[\]/.test(shown.slice(0, 200)), `"${title}" brought ${shown.slice(0, 300)}`);
    // The longest: on a phone its document scrolls.
    if (title.startsWith('Why')) await looker.check('answer');
  }
  await looker.check('stream');

  // Typed as a person does: the closing braces come by themselves, the name from the list.
  await text.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.type('{');
  await page.keyboard.press('Enter');
  await page.keyboard.type('entity(ref: "component:default/checkout") {');
  await page.keyboard.press('Enter');
  await page.keyboard.type('own');
  await page.getByRole('option', { name: /^ownershipTimeline/ }).waitFor();
  await page.keyboard.type('erR');
  await page.getByRole('option', { name: /^ownerRef/ }).and(page.locator('[aria-selected=true]')).waitFor();
  await marked(page);
  await looker.check('completion');
  await page.keyboard.press('Enter');
  const written = (await text.innerText()).replaceAll(/\s+/g, ' ');
  expect(written === '{ entity(ref: "component:default/checkout") { ownerRef } }', `completion wrote ${written}`);
  await page.keyboard.press('Control+Enter');
  await answered(page);
  expect((await answer.innerText()).includes('group:default/checkout'), 'the owner did not come');

  await page.waitForURL(/#query=/);
  await page.waitForFunction(() => location.hash.includes('ownerRef'));
  await page.reload();
  await text.waitFor();
  expect((await text.innerText()).includes('ownerRef'), 'a reload forgot the document');
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByRole('menuitem').filter({ hasText: '{ entity(ref:' }).waitFor();
  await page.keyboard.press('Escape');

  await text.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('{ entitie { ref } }');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Cannot query field "entitie" on type "Query". Did you mean "entities" or "entity"?').first().waitFor();
  await marked(page);
  await looker.check('fault');
  await text.focus();
  await page.keyboard.press('Tab');
  expect((await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))) === 'Variables', 'Tab does not lead out of the document');

  const schema = page.getByRole('region', { name: 'Schema' });
  await schema.getByRole('textbox', { name: 'Find a type or a field' }).fill('ownershipTimeline');
  await schema.getByRole('button', { name: /^Entity\. ?ownershipTimeline/ }).click();
  await schema.getByRole('button', { name: 'OwnershipPeriod' }).click();
  await schema.getByRole('heading', { name: 'OwnershipPeriod' }).waitFor();
  await looker.check('schema');
  await schema.getByRole('button', { name: 'Back to Entity' }).click();
  await schema.getByRole('heading', { name: 'Entity', exact: true }).waitFor();
  if (!narrow) await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'GraphQL' }).and(page.locator('[data-status=active]')).waitFor();
}

/** Where free documents are off the page says so, and the schema can be read all the same. */
async function graphiqlClosed({ page, looker }) {
  await page.goto('/graphiql');
  await page.getByRole('note').filter({ hasText: 'answers only the documents of its own pages' }).waitFor();
  await page.getByRole('button', { name: 'Run' }).and(page.locator(':disabled')).waitFor();
  await page.getByRole('region', { name: 'Schema' }).getByRole('button', { name: /^Query/ }).click();
  await page.getByRole('region', { name: 'Schema' }).getByRole('heading', { name: 'Query' }).waitFor();
  await looker.check('graphiql closed');
}

/** A descriptor is edited while its page is open: the page shows the new owner by itself. */
async function live({ page, looker, file }) {
  await page.goto('/catalog/component/default/cart');
  await heading(page, 'cart').waitFor();
  const main = page.getByRole('main');
  await main.getByRole('link', { name: /shop$/ }).first().waitFor();
  await page.evaluate(() => (window.notReloaded = true));
  const text = await readFile(file, 'utf8');
  const edited = Date.now();
  await writeFile(file, text.replace('owner: shop', 'owner: pay'));
  await main.getByRole('link', { name: /pay$/ }).first().waitFor();
  console.log(`the page shows the new owner after ${Date.now() - edited} ms`);
  expect(await page.evaluate(() => window.notReloaded === true), 'the page was loaded again');
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByText(/Owner changed from .*shop.* to .*pay/).first().waitFor();
  await looker.check('history after the change');
}

/** A read model is parked beside the open page, which says so, as every other page does; then it is let go on, and the page says that too. */
async function standstill({ page, looker, program, data }) {
  const store = (...words) => run(process.env.DOTNET_HOST_PATH ?? 'dotnet', [program, 'store', ...words, '--data', data]);
  await page.goto('/operations');
  await said(page, 'All is well.').waitFor();
  await page.evaluate(() => (window.notReloaded = true));

  await store('park', 'entities/4', '--because', 'the counts look wrong');
  await said(page, 'entities/4 stands still.').waitFor();
  await readModel(page, 'entities/4').getByText(/^stands still/).waitFor();
  const models = page.getByRole('region', { name: 'Read models' });
  await models.getByText(/^Parked by .*: the counts look wrong$/).waitFor();
  await models.getByText('eventcatalog store retry entities/4', { exact: true }).waitFor();
  await readModel(page, 'events/1').getByText('level').waitFor();
  await looker.check('standstill');
  const health = await page.request.get('/health/ready');
  expect(health.status() === 503 && (await health.text()).includes('the counts look wrong'), `health says ${health.status()} ${await health.text()}`);

  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Catalog', exact: true }).click();
  await heading(page, 'Catalog').waitFor();
  await rows(page).nth(1).waitFor();
  const notice = page.getByRole('status').filter({ hasText: /^entities\/3 stands still since .*: what you see of it may be old\.$/ });
  await notice.waitFor();
  await looker.check('catalog while a read model stands still');
  await notice.getByRole('link').click();

  await said(page, 'entities/4 stands still.').waitFor();
  await store('retry', 'entities/4');
  await said(page, 'All is well.').waitFor();
  await readModel(page, 'entities/4').getByText('level').waitFor();
  expect(await page.evaluate(() => window.notReloaded === true), 'the page was loaded again');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Catalog', exact: true }).click();
  await heading(page, 'Catalog').waitFor();
  await notice.waitFor({ state: 'hidden' });
}

/** By its old name to a renamed entity, to what waits and what is held, and to the owners to mend; axe on every page. */
async function identity({ page, looker }) {
  await page.goto('/catalog/component/default/cart');
  await heading(page, 'basket').waitFor();
  await page.waitForURL(/\/catalog\/component\/default\/basket/);
  await page.getByRole('status').filter({ hasText: /^You asked for component:default\/cart, which is called component:default\/basket now/ }).waitFor();
  await page.getByRole('region', { name: 'Said otherwise' }).getByRole('cell', { name: '"pay"' }).waitFor();
  await looker.check('renamed and contested');

  await page.goto('/sources');
  await page.getByRole('heading', { name: '1 entity declared by another source first' }).waitFor();
  await page.getByRole('heading', { name: /^11 of 12 entities gone at once/ }).waitFor();
  await looker.check('held');
  await page.getByRole('button', { name: /^Keep them/ }).click();
  await page.getByText('11 entities stay although the source does not declare them').waitFor();
  await looker.check('kept');

  await page.goto('/teams');
  await page.getByRole('link', { name: 'Owners to mend' }).click();
  await heading(page, 'Owners to mend').waitFor();
  await page.getByText('The owner group:default/nobody is not in the catalog').waitFor();
  await looker.check('owners to mend');
}

export const scenarios = { walk, theme, keyboard, missing, graphiql, graphiqlClosed, live, standstill, identity };
