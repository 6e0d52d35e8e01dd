// node manytypes.mjs > ../Schemas/many.graphql: a schema of more than 500 types, always the same.
import { Random } from './random.mjs';

const random = new Random(500);
const number = { interface: 40, object: 250, union: 40, enum: 60, input: 90, scalar: 20 };
const numbered = (kind, n) => Array.from({ length: n }, (_, i) => `${kind[0].toUpperCase()}${kind.slice(1)}${i}`);
const names = Object.fromEntries(Object.entries(number).map(([kind, n]) => [kind, numbered(kind, n)]));
const scalars = ['Int', 'Float', 'String', 'Boolean', 'ID', ...names.scalar];
const some = (list, most) => [...new Set(Array.from({ length: 1 + random.below(most) }, () => random.pick(list)))];
const wrap = (type) => random.pick([type, type, `${type}!`, `[${type}]`, `[${type}!]!`, `[[${type}]!]`]);
const output = () => wrap(random.pick([...scalars, ...names.enum, ...names.interface, ...names.object, ...names.object, ...names.union]));
const input = () => random.pick(['{}', '{}', '[{}]', '[{}!]']).replace('{}', random.pick([...scalars, ...names.enum, ...names.input]));
const args = () => (random.chance(0.6) ? '' : `(${Array.from({ length: 1 + random.below(3) }, (_, i) => `a${i}: ${input()}`).join(', ')})`);
const block = (head, lines) => `${head} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

// What an interface demands stands word for word in whoever implements it.
const demanded = new Map(names.interface.map((name) => [name, Array.from({ length: 1 + random.below(3) }, (_, i) => `of${name}${i}${args()}: ${output()}`)]));
const implementing = (name) => {
  const all = random.chance(0.4) ? some(names.interface, 3) : [];
  return { head: `type ${name}${all.length ? ` implements ${all.join(' & ')}` : ''}`, lines: all.flatMap((one) => demanded.get(one)) };
};

const fields = (n, start) => Array.from({ length: n }, (_, i) => `${start}${i}${args()}: ${output()}`);
const parts = [block('type Query', fields(60, 'q')), block('type Mutation', fields(10, 'm'))];
for (const name of names.scalar) parts.push(`scalar ${name}\n`);
for (const name of names.enum) parts.push(block(`enum ${name}`, Array.from({ length: 1 + random.below(12) }, (_, i) => `V${i}`)));
for (const name of names.input) {
  const head = `input ${name}${random.chance(0.15) ? ' @oneOf' : ''}`;
  parts.push(block(head, Array.from({ length: 1 + random.below(6) }, (_, i) => `f${i}: ${input()}`)));
}
for (const [name, lines] of demanded) parts.push(block(`interface ${name}`, lines));
for (const name of names.object) {
  const { head, lines } = implementing(name);
  parts.push(block(head, [...lines, ...fields(1 + random.below(6), 'f')]));
}
// Every interface has an object.
for (const name of names.interface) parts.push(block(`type Of${name} implements ${name}`, demanded.get(name)));
for (const name of names.union) parts.push(`union ${name} = ${some(names.object, 8).join(' | ')}\n`);
process.stdout.write(parts.join('\n'));
