// node record.mjs SEED COUNT [without NAME]: writes one JSON line for each document with what graphql-js answers, and a last line that counts.
import { specifiedRules, version } from 'graphql';
import { answer, schemas } from './answer.mjs';
import { breakOnce } from './faults.mjs';
import { DocumentMaker } from './generate.mjs';
import { relay } from './layout.mjs';
import { Random } from './random.mjs';

const [seed, count] = process.argv.slice(2, 4).map(Number);
const used = process.argv[4] === 'without' ? schemas.filter((s) => s.name !== process.argv[5]) : schemas;
const fired = Object.fromEntries(specifiedRules.map((rule) => [rule.name, 0]));
const stages = {};
const documentsOf = {};

let lines = [];
const write = () => new Promise((done) => process.stdout.write(lines.splice(0).join(''), done));
for (let i = 0; i < count; i++) {
  const random = new Random((seed * 1000003 + i) >>> 0);
  random.next();
  const chosen = random.pick(used);
  const { name, schema } = chosen;
  let made = new DocumentMaker(schema, random).make();
  if (random.chance(0.05)) made.text = relay(made.text, random);
  // Six in ten stay whole, three get one fault, one gets many.
  const budget = random.next();
  for (let faults = budget < 0.6 ? 0 : budget < 0.9 ? 1 : 2 + random.below(6); faults > 0; faults--) made = breakOnce(schema, made, random);
  const result = await answer(chosen, made);
  for (const rule of result.rules ?? []) fired[rule] += 1;
  stages[result.stage] = (stages[result.stage] ?? 0) + 1;
  documentsOf[name] = (documentsOf[name] ?? 0) + 1;
  const { text, variables, operationName } = made;
  lines.push(`${JSON.stringify({ id: `${seed}/${i}`, schema: name, text, variables, operationName, ...result })}\n`);
  if (lines.length >= 200) await write();
}
lines.push(`${JSON.stringify({ graphql: version, count, stages, fired, schemas: documentsOf })}\n`);
await write();
