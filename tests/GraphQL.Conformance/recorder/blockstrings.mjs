// node blockstrings.mjs SEED COUNT: block strings, what they say, and how their value is printed again, in a document and as a description.
import { parseValue, print, printSchema, buildASTSchema, parse } from 'graphql';
import { Random } from './random.mjs';

const pieces = ['', '', ' ', '  ', '\t', ' \t ', 'a', ' a', '   a b', '\ta', 'a  ', '"', '""', '\\"""', '\\', '\\n', 'é', '😀', '\u00a0x', '#', ',', '\u0007', '\u001f',
  'a line that is long enough to pass the limit of seventy characters that one line may have'];
const seed = Number(process.argv[2]);
for (let i = 0; i < Number(process.argv[3]); i++) {
  const random = new Random((seed * 1000003 + i) >>> 0);
  random.next();
  const line = () => Array.from({ length: random.below(3) }, () => random.pick(pieces)).join('');
  let body = Array.from({ length: 1 + random.below(6) }, line).reduce((text, next) => text + random.pick(['\n', '\n', '\r\n', '\r']) + next);
  if (body.endsWith('"') || body.endsWith('\\')) body += '\n';
  const text = `"""${body.replace(/(?<!\\)"""/g, '\\"""')}"""`;
  const node = parseValue(text);
  const schema = buildASTSchema(parse(`${text} type Query { a: Int }`));
  console.log(JSON.stringify({ text, value: node.value, printed: print(node), described: printSchema(schema) }));
}
