// node specification.mjs: our own cases for the specification's examples, from Specification/section*.txt, and what graphql-js makes of them.
// A case begins "=== SECTION KIND VERDICT". Kinds: text is read; schema is built; document is validated, request is also executed (both with
// library.graphql). The verdict is the specification's; "invalid!" is what graphql-js 17.1.0 overlooks.
import { readFileSync, readdirSync } from 'node:fs';
import { buildASTSchema, buildSchema, execute, print, validate, validateSchema } from 'graphql';
import { validateSDL } from 'graphql/validation/validate';
import { parse } from './september2025.mjs';

const folder = new URL('../Specification/', import.meta.url);
const library = buildSchema(readFileSync(new URL('library.graphql', folder), 'utf8'));
const show = (error) => ({ message: error.message, at: error.locations?.map((l) => `${l.line}:${l.column}`), path: error.path });

// A field answers the property of its name; one with arguments that is not given answers those; { "!": "why" } is an error.
function resolvers() {
  let count = 0;
  return (source, args, _context, info) => {
    const coordinate = `${info.parentType.name}.${info.fieldName}`;
    if (coordinate === 'Mutation.set') return { count: (count = args.to) };
    const value = source?.[info.fieldName] ?? (coordinate === 'Counter.count' ? count : undefined);
    if (value && value['!']) throw new Error(value['!']);
    return value === undefined && info.returnType.toString() === 'Json' ? args : value;
  };
}

const kinds = {
  text: (body) => ({ printed: print(parse(body)) }),
  schema(body) {
    const document = parse(body);
    const errors = validateSDL(document);
    return { errors: (errors.length > 0 ? errors : validateSchema(buildASTSchema(document))).map((error) => ({ message: error.message })) };
  },
  document: (body) => ({ errors: validate(library, parse(body)).map(show) }),
  request(body, variables, data) {
    const document = parse(body);
    const errors = validate(library, document);
    if (errors.length > 0) return { errors: errors.map(show) };
    const result = execute({ schema: library, document, variableValues: variables, rootValue: data, fieldResolver: resolvers() });
    return { data: result.data, hasData: 'data' in result, errors: (result.errors ?? []).map(show) };
  },
};

for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt')).sort()) {
  for (const part of readFileSync(new URL(file, folder), 'utf8').split(/^=== /m).slice(1)) {
    const [head, ...rest] = part.split('\n');
    const [section, kind, verdict] = head.trim().split(' ');
    const [body, ...extras] = rest.join('\n').replace(/\n+$/, '\n').split(/^--- /m);
    const extra = Object.fromEntries(extras.map((text) => [text.split('\n')[0], JSON.parse(text.slice(text.indexOf('\n')))]));
    let answer;
    try {
      answer = kinds[kind](body, extra.variables, extra.data);
    } catch (error) {
      answer = { errors: [show(error)] };
    }
    const isValid = kind === 'request' ? answer.hasData : !(answer.errors?.length > 0);
    if (isValid !== (verdict !== 'invalid')) console.error(`${file} ${head}: graphql-js says otherwise\n${body}${JSON.stringify(answer.errors)}\n`);
    console.log(JSON.stringify({ section, kind, verdict, body, ...extra, answer }));
  }
}
