// A schema of many types of every kind that refer to each other, the same for the same seed.
import { Random } from './random.mjs';

export function largeSchema(seed, count) {
  const random = new Random(seed);
  random.next();
  const kinds = Array.from({ length: count }, () => random.pick(['type', 'type', 'type', 'interface', 'input', 'input', 'enum', 'union', 'scalar']));
  kinds[0] = 'type';
  kinds[1] = 'scalar';
  const of = (...wanted) => kinds.map((kind, i) => (wanted.includes(kind) ? `T${i}` : '')).filter(Boolean);
  const outputs = [...of('type', 'interface', 'enum', 'union', 'scalar'), 'Int', 'String', 'ID', 'Boolean', 'Float'];
  const inputs = [...of('enum', 'scalar'), 'Int', 'String', 'ID', 'Boolean', 'Float'];
  const wrap = (name) => random.pick([name, name, `${name}!`, `[${name}]`, `[${name}!]!`, `[[${name}]!]`]);
  const said = (text) => (random.chance(0.3) ? `"""${text}"""\n  ` : '');
  const old = () => (random.chance(0.1) ? ` @deprecated${random.chance(0.5) ? '(reason: "it is old")' : ''}` : '');
  const argument = (i) => `a${i}: ${random.pick(inputs)}${random.chance(0.1) ? ' = null' : ''}${old()}`;
  const field = (i) => `${said(`Field ${i}.`)}f${i}${random.chance(0.3) ? `(${Array.from({ length: 1 + random.below(3) }, (_, n) => argument(n)).join(', ')})` : ''}: ${wrap(random.pick(outputs))}${old()}`;
  const lines = (least, most, make) => Array.from({ length: least + random.below(most) }, (_, i) => `  ${make(i)}`).join('\n');
  const definitions = kinds.map((kind, i) => {
    const head = `${random.chance(0.3) ? `"""\nThe ${i}th,\n  of kind ${kind}.\n"""\n` : ''}${kind} T${i}`;
    switch (kind) {
      case 'enum': return `${head} {\n${lines(1, 6, (n) => `${said(`Value ${n}.`)}V${n}${old()}`)}\n}`;
      case 'union': return `${head} = ${[...new Set(Array.from({ length: 1 + random.below(5) }, () => random.pick(of('type'))))].join(' | ')}`;
      case 'scalar': return head;
      case 'input': return `${head} {\n${lines(1, 6, (n) => `${said(`Input ${n}.`)}i${n}: ${random.chance(0.4) ? random.pick(of('input')) : random.pick(inputs)}${old()}`)}\n}`;
      case 'interface': return `${head} {\n  id${i}: ID!\n${lines(0, 4, field)}\n}`;
      default: {
        const own = random.chance(0.4) ? random.pick(of('interface')) : '';
        return own ? `${head} implements ${own}` : `${head} {\n${lines(1, 8, field)}\n}`;
      }
    }
  });
  // What implements an interface repeats its fields.
  const body = (name) => definitions[Number(name.slice(1))].replace(/^[^]*?\{/, '{');
  const whole = definitions.map((text) => text.replace(/implements (T\d+)$/, (all, name) => `${all} ${body(name)}`));
  return `${whole.join('\n\n')}\n\ntype Query {\n${outputs.map((name, i) => `  q${i}: ${name}`).join('\n')}\n}\n`;
}
