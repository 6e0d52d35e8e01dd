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

/** How many entities a search finds, as the server says. */
async function found(page, search) {
  const query = 'query ($search: String) { entities(search: $search) { totalCount } }';
  const { data } = await (await page.request.post('/graphql', { data: { query, variables: { search } } })).json();
  return data.entities.totalCount;
}

/** Waits until the list says that it holds so many. */
async function shows(page, wanted) {
  await page.waitForFunction((number) => {
    const said = [...document.querySelectorAll('[role=status]')].map((each) => each.textContent?.match(/^([\d,]+) entit/)?.[1]).find(Boolean);
    return said !== undefined && Number(said.replaceAll(',', '')) === number;
  }, wanted);
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
  // The list follows while the word is typed: what counts is where it ends.
  await page.waitForURL((url) => url.searchParams.get('q') === 'checkout');
  const searched = await found(page, 'checkout');
  expect(searched > 0 && searched < all, `the search found ${searched} of ${all}`);
  await shows(page, searched);
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
    await page.getByRole('button', { name: 'Run', exact: true }).click();
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
  await page.getByRole('button', { name: 'Run', exact: true }).and(page.locator(':disabled')).waitFor();
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
  await readModel(page, 'events/2').getByText('level').waitFor();
  await looker.check('standstill');
  const health = await page.request.get('/health/ready');
  expect(health.status() === 503 && (await health.text()).includes('the counts look wrong'), `health says ${health.status()} ${await health.text()}`);

  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Catalog', exact: true }).click();
  await heading(page, 'Catalog').waitFor();
  await rows(page).nth(1).waitFor();
  const notice = page.getByRole('status').filter({ hasText: /^entities\/4 stands still since .*: what you see of it may be old\.$/ });
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

/** An owner's span opens its cause by keyboard, a value says why it is so, and who owned it then can be asked; axe on every page. */
async function owners({ page, looker }) {
  const ref = await changedHands(page);
  await page.goto(`/catalog/${ref.replace(':', '/')}?tab=history`);
  const spans = page.getByRole('list', { name: 'Owners over time, oldest first' }).getByRole('button');
  await spans.nth(1).waitFor();
  await spans.nth(1).focus();
  await page.keyboard.press('Enter');
  const cause = page.getByRole('region', { name: /^Why .* since/ });
  await cause.getByText(/^[0-9a-f]{7}$/).first().waitFor();
  expect((await spans.nth(1).getAttribute('aria-expanded')) === 'true', 'the span does not say that it is open');
  await looker.check('ownership timeline');

  await page.getByRole('link', { name: 'Who owned it then' }).click();
  await heading(page, 'Who owned it then').waitFor();
  await page.getByRole('textbox', { name: /^Instant/ }).fill('@1000000');
  await page.getByRole('button', { name: 'Ask' }).click();
  const owners = page.getByRole('table').getByRole('row');
  await owners.nth(1).waitFor();
  expect(/[?&]at=@1000000/.test(page.url()) && page.url().includes(`ref=${ref}`), `the question is not in the address ${page.url()}`);
  await looker.check('owned then');

  await page.goto(`/catalog/${ref.replace(':', '/')}`);
  const why = page.getByRole('button', { name: 'Why is the owner what it is?' });
  await why.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Why is the owner what it is?' });
  await dialog.getByText(/^Said in/).waitFor();
  expect((await dialog.getByRole('list').first().getByRole('listitem').count()) > 1, 'the chain of an owner that changed has one step');
  await looker.check('why');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Why is the owner what it is?');

  await page.getByRole('main').locator('a[href*="/team/"]').first().click();
  const came = page.getByRole('region', { name: 'What came and what went' });
  await came.getByRole('listitem').first().waitFor();
  await looker.check('came and went');
}

/** The command lines of empty tabs do what they say: the first fact and the first deployment are there at once; axe on each. */
async function reports({ page, looker, narrow }) {
  const sendFirst = async () => run('sh', ['-c', await page.getByRole('tabpanel').locator('code').filter({ hasText: /^curl / }).textContent()]);
  await page.goto(`/catalog/component/default/${narrow ? 'ship' : 'cart'}?tab=facts`);
  await page.getByText('No system has observed anything about it yet.').waitFor();
  await looker.check('no facts');
  await sendFirst();
  await page.getByRole('row', { name: /^tests.seconds/ }).getByText('42', { exact: true }).waitFor();
  await looker.check('facts');

  await page.getByRole('tab', { name: 'Delivery' }).click();
  await page.getByText(/^Nothing was told of its builds/).waitFor();
  await looker.check('no delivery');
  await sendFirst();
  await page.getByRole('region', { name: 'Deployments' }).getByText('1.0 to production').waitFor();
  await looker.check('delivery');
}

/** What an export would hold, the export itself checked by the program without the portal, and the store checked on the page; axe on each state. */
async function audit({ page, looker, program }) {
  await page.goto('/audit');
  await heading(page, 'Audit').waitFor();
  const exporting = page.getByRole('region', { name: 'Export' });
  const holds = (words) => exporting.getByRole('status').filter({ hasText: words }).waitFor();
  const choose = async (field, text) => {
    await exporting.getByLabel(field).fill(text);
    await exporting.getByLabel(field).press('Enter');
  };
  await holds(/^[\d,]+ events, @1 to @\d+$/);
  await looker.check('audit');

  await choose('Scope', 'nonsense');
  await exporting.getByRole('alert').getByText(/"nonsense" is no scope/).waitFor();
  await looker.check('a scope that is none');
  await choose('Scope', 'tag:nothing-has-it');
  await holds('Nothing was recorded in this range and scope.');
  expect((await exporting.getByRole('link', { name: 'Download with proofs' }).getAttribute('aria-disabled')) === 'true', 'nothing can be downloaded');

  await choose('Scope', 'kind:group');
  await choose('To', '@200');
  await holds(/^\d+ events, @1 to @200, of \d+ streams$/);
  expect(new URL(page.url()).searchParams.get('scope') === 'kind:group', `the address is ${page.url()}`);
  const [download] = await Promise.all([page.waitForEvent('download'), exporting.getByRole('link', { name: 'Download with proofs' }).click()]);
  const { stdout } = await run(process.env.DOTNET_HOST_PATH ?? 'dotnet', [program, 'verify', await download.path()]);
  expect(/^\d+ events are as they were recorded; \d+ anchors hold; \d+ signed/m.test(stdout), stdout);

  const store = page.getByRole('region', { name: 'Live store' });
  await store.getByRole('button', { name: 'Verify now' }).click();
  await store.getByRole('status').filter({ hasText: /^Holds: [\d,]+ events and \d+ anchors? (is|are) as they were recorded\.$/ }).waitFor();
  await page.reload();
  await page.getByRole('region', { name: 'Anchors' }).getByRole('row', { name: /right/ }).first().waitFor();
  await page.getByRole('region', { name: 'Signing key' }).getByText('BEGIN PUBLIC KEY').waitFor();
  await looker.check('checked');
}

const instant = (page) => new URL(page.url()).searchParams.get('at');
const bar = (page) => page.getByRole('region', { name: 'The past' });

/** The newest event of a type, by its position and effective time. */
async function lastOf(page, type) {
  const query = `{ events(where: { types: ["${type}"] }, last: 50) { nodes { position effectiveAt entityRef data } } }`;
  const { data } = await (await page.request.post('/graphql', { data: { query } })).json();
  const event = data.events.nodes.findLast((each) => each.entityRef?.startsWith('component:'));
  expect(event, `no component has an event ${type}`);
  return event;
}

/** The instant by keyboard, typed, by calendar, by palette and beside an event; every page keeps it, and none of them changes anything. */
async function past({ page, looker, narrow }) {
  const palette = async (text) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: /Search the catalog and the pages/ }).fill(text);
  };
  await page.goto('/');
  await heading(page, /.+/).waitFor();
  await page.keyboard.press('t');
  const choice = page.getByRole('region', { name: 'Choose an instant' });
  await choice.getByText(/^[\d,]+ events from /).waitFor();
  await looker.check('choosing, now');
  const handle = choice.getByRole('slider', { name: 'Instant' });
  await handle.focus();
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowLeft');
  await bar(page).waitFor();
  expect(Date.parse(instant(page)) < Date.now(), `the handle led to ${instant(page)}`);
  await page.reload();
  await bar(page).waitFor();
  await page.getByRole('button', { name: /^Instant/ }).click();
  await choice.getByRole('textbox', { name: 'Instant', exact: true }).fill('the day before');
  await choice.getByRole('button', { name: 'Go', exact: true }).click();
  await choice.getByText('“the day before” is no instant.', { exact: false }).waitFor();
  const handedOver = await lastOf(page, 'owner-changed');
  const then = handedOver.effectiveAt.replace(/\.\d+/, '');
  await choice.getByLabel('Instant, by calendar').fill(then.slice(0, 19));
  await choice.getByRole('button', { name: 'Go', exact: true }).click();
  await page.waitForURL((url) => url.searchParams.get('at') === then);
  await choice.getByRole('button', { name: /^Just before / }).click();
  await page.waitForURL((url) => url.searchParams.get('at') < then);
  await looker.check('choosing, in the past');
  await page.getByRole('button', { name: /^Instant/ }).click();
  await choice.waitFor({ state: 'hidden' });

  const kept = instant(page);
  const stays = () => expect(instant(page) === kept, `${page.url()} has lost the instant ${kept}`);
  for (const name of ['Catalog', 'Teams', 'Sources', 'Events', 'Operations']) {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).click();
    await heading(page, name).waitFor();
    await bar(page).waitFor();
    stays();
    if (name === 'Sources') {
      await page.getByRole('note').filter({ hasText: 'as they are now' }).waitFor();
      await page.getByRole('main').getByRole('button', { name: /^Withdraw/ }).first().waitFor();
      const changing = page.getByRole('main').getByRole('button', { name: /^(Crawl now|Withdraw|Dry run|Register)/ });
      expect((await changing.count()) >= 4, 'the controls of the sources are gone');
      for (const each of await changing.all()) expect(await each.isDisabled(), `${await each.textContent()} works in the past`);
    }
    await looker.check(`${name} in the past`);
  }
  await palette('accounts');
  await page.getByRole('dialog').getByText('accounts', { exact: true }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
  stays();
  expect(await page.getByRole('button', { name: 'Refresh' }).isDisabled(), 'an entity can be read again in the past');
  await looker.check('entity in the past');

  // Just before an event, and over it.
  await page.goto(`/catalog/${handedOver.entityRef.replace(':', '/')}?tab=history`);
  const events = page.getByRole('region', { name: 'What happened' }).getByRole('listitem');
  const event = events.filter({ hasText: /Owner changed from/ }).first();
  await event.getByText(/Owner changed from/).click();
  await event.getByRole('link', { name: 'just before' }).click();
  await bar(page).waitFor();
  const owner = (ref) => page.getByRole('definition').getByRole('link', { name: new RegExp(`${ref.replace(/.*[:/]/, '').split('-')[0]}`, 'i') }).first();
  await owner(handedOver.data.from).waitFor();
  await page.getByRole('tab', { name: 'Overview' }).click();
  await page.keyboard.press(']');
  await page.waitForURL((url) => url.searchParams.get('at') === handedOver.effectiveAt);
  await owner(handedOver.data.to).waitFor();

  await page.goto(`/catalog/${handedOver.entityRef.replace(':', '/')}?at=1999-12-31T00:00:00Z`);
  await heading(page, 'Not in the catalog at that instant').waitFor();
  await page.getByRole('region', { name: 'It first appears later' }).waitFor();
  await looker.check('not there yet');
  await page.getByRole('link', { name: /^See it as of/ }).click();
  await page.getByRole('tab', { name: 'Overview' }).waitFor();

  const removed = await lastOf(page, 'entity-removed');
  await page.goto(`/catalog/${removed.entityRef.replace(':', '/')}`);
  await page.getByRole('link', { name: /^See it as of/ }).click();
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
  await bar(page).waitFor();
  await page.keyboard.press('Shift+N');
  await bar(page).waitFor({ state: 'hidden' });
  expect(instant(page) === null, 'now has an instant');

  await page.goto('/catalog?at=soon');
  await page.getByText('“soon” is no instant.', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'See it now' }).click();
  await rows(page).nth(1).waitFor();
  if (narrow) return;
  await palette('@5');
  await page.getByRole('dialog').getByText('See it as of position 5').click();
  await page.waitForURL((url) => url.searchParams.get('at') === '@5');
  await bar(page).getByText('as the log knew it then').waitFor();
}

/** Two instants compared: from the bar of the past, by team, with counts, their table, the events of a line; and nothing where nothing changed. */
async function difference({ page, looker }) {
  const { effectiveAt } = await lastOf(page, 'owner-changed');
  const from = new Date(Date.parse(effectiveAt) - 86_400_000).toISOString().replace('.000', '');
  await page.goto(`/?at=${from}`);
  await bar(page).getByRole('link', { name: 'Compare with now' }).click();
  await heading(page, 'What changed').waitFor();
  expect(new URL(page.url()).searchParams.get('from') === from && instant(page) === null, `the comparison stands at ${page.url()}`);
  const much = page.getByRole('region', { name: 'How much' });
  await much.getByRole('status').filter({ hasText: / and now: \d+ entit/ }).waitFor();
  await much.getByText('As a table').click();
  await much.getByRole('rowheader', { name: 'All' }).waitFor();
  const line = page.getByRole('listitem').filter({ has: page.getByText('spec.owner', { exact: true }) }).first();
  await line.getByText('Events', { exact: true }).click();
  await line.getByText(/Owner changed from/).waitFor();
  await looker.check('difference');

  await much.getByRole('combobox', { name: 'Team' }).or(much.getByRole('textbox', { name: 'Team' })).click();
  const team = page.getByRole('option').first();
  const name = await team.textContent();
  await team.click();
  await page.waitForURL((url) => url.searchParams.get('team')?.endsWith(name));
  await much.getByRole('status').filter({ hasText: /: \d+ entit.* of 1 team|: \d+ entit.* of \d teams/ }).waitFor();
  await looker.check('difference of a team');

  await page.goto('/diff?from=@5&to=@5');
  await page.getByText('Nothing changed between position 5 and position 5.').waitFor();
  await looker.check('no difference');
  await page.goto('/diff');
  await page.getByRole('textbox', { name: 'From', exact: true }).fill('@5');
  await page.getByRole('textbox', { name: 'To', exact: true }).fill('@9');
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.waitForURL((url) => url.searchParams.get('from') === '@5' && url.searchParams.get('to') === '@9');
  await much.getByRole('status').filter({ hasText: /between position 5 and position 9/ }).waitFor();
}

export const scenarios = { walk, theme, keyboard, missing, graphiql, graphiqlClosed, live, standstill, identity, owners, reports, audit, past, difference };
