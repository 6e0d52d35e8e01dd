// One walk through a running portal in a real browser.
//   node walk.mjs SCENARIO --url URL [--width 1440] [--scheme light] [--pictures FOLDER] [--keep]
//     [--file DESCRIPTOR] [--program eventcatalog.dll --data FOLDER] [--folder PLUGINS]
// Exit code 0 when the walk came to its end without a fault. Pictures of the last page are kept when it did not;
// --keep takes one of every page.
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';
import { Looker } from './look.mjs';
import { plugins } from './plugins.mjs';
import { scenarios as others } from './scenarios.mjs';

const scenarios = { ...others, plugins };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    width: { type: 'string', default: '1440' },
    scheme: { type: 'string', default: 'light' },
    pictures: { type: 'string' },
    keep: { type: 'boolean', default: false },
    file: { type: 'string' },
    program: { type: 'string' },
    data: { type: 'string' },
    folder: { type: 'string' },
  },
});
const [name] = positionals;
const scenario = scenarios[name];
if (!scenario || !values.url) {
  console.error(`Give a scenario (${Object.keys(scenarios).join(', ')}) and --url.`);
  process.exit(2);
}

const width = Number(values.width);
const narrow = width < 800;
const browser = await launch();
const context = await browser.newContext({
  baseURL: values.url,
  viewport: { width, height: narrow ? 844 : 900 },
  colorScheme: values.scheme,
  hasTouch: narrow,
});
const page = await context.newPage();
page.setDefaultTimeout(20_000);
const looker = new Looker(page, `${name}-${width}-${values.scheme}`, values.keep ? values.pictures : undefined);
try {
  await scenario({ page, looker, narrow, file: values.file, program: values.program, data: values.data, folder: values.folder, url: values.url });
} catch (error) {
  looker.fault(`the walk stopped at ${page.url()}: ${error.message}`);
} finally {
  looker.pictures = values.pictures;
  if (looker.faults.length > 0 && !page.isClosed()) await looker.picture('failure');
  await browser.close();
}

console.log(looker.faults.length === 0 ? 'no faults' : `${looker.faults.length} faults`);
process.exit(looker.faults.length === 0 ? 0 : 1);
