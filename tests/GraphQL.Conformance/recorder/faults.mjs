// Breaks a document in one place. Each kind of fault aims at one or more validation rules; some leave the document valid.
import { Kind, parse, parseType, parseValue, print, visit } from 'graphql';

const values = ['1', '-1.5', '"s"', 'true', 'null', 'ENUM', '[]', '[1, "a", null]', '{}', '{ a: 1 }', '3000000000', '$nope', '{ name: null }', '{ id: 1, name: "a" }'];

export function breakOnce(schema, made, random) {
  if (random.chance(0.06)) return breakText(made, random);
  if (random.chance(0.08)) return breakVariables(made, random);
  let document;
  try {
    document = parse(made.text, { noLocation: true });
  } catch {
    return made;
  }
  // Earlier faults may have left nothing but definitions of types, where there is nothing more to break.
  if (all(document, Kind.FIELD).length === 0) return made;
  document = structuredClone(document);
  random.pick(faults)(schema, document, random);
  return { ...made, text: print(document) };
}

function breakText(made, random) {
  const at = random.below(made.text.length);
  const noise = random.pick(['{', '}', '(', ')', ':', '$', '!', '"', '...', '0', 'x', '@', '&', ' ', '#', '\n', '\\', '00', '1.', 'null',
    '"\\uD800"', '"\\u{110000}"', '"\\u{1F600}"', '\\u', '\r', '\uFEFF', '\u0000', '1e', '-', '0xF', '"""', '😀', '|', '"\\x"']);
  const text = random.chance(0.5) ? made.text.slice(0, at) + noise + made.text.slice(at) : made.text.slice(0, at) + made.text.slice(at + 1);
  // Half of a surrogate pair is no text.
  return { ...made, text: text.toWellFormed() };
}

function breakVariables(made, random) {
  const names = Object.keys(made.variables);
  if (names.length === 0 || random.chance(0.1)) return { ...made, operationName: random.pick(['Nope', 'Op0', undefined]) };
  const variables = { ...made.variables };
  const name = random.pick(names);
  if (random.chance(0.25)) delete variables[name];
  else variables[name] = random.pick([null, 1, 1.5, 'x', true, [], [null], {}, { nope: 1 }, { a: 1, b: null }, 3000000000, -0.5, [['x']], 'RED']);
  return { ...made, variables };
}

function all(document, ...kinds) {
  const found = [];
  visit(document, { enter: (node) => void (kinds.length === 0 || kinds.includes(node.kind) ? found.push(node) : 0) });
  return found;
}

const name = (value) => ({ kind: Kind.NAME, value });
const someName = (schema, document, random) => random.pick([
  'nope', ...all(document, Kind.NAME).map((n) => n.value),
  ...Object.values(schema.getTypeMap()).filter((t) => !t.name.startsWith('__')).flatMap((t) => (t.getFields ? Object.keys(t.getFields()) : [])),
]);
const someType = (schema, random) => random.pick(['Nope', ...Object.keys(schema.getTypeMap()).filter((t) => !t.startsWith('__'))]);
const field = (text) => parse(`{ ${text} }`, { noLocation: true }).definitions[0].selectionSet.selections[0];
const directive = (text) => field(`x ${text}`).directives[0];

const faults = [
  (schema, document, random) => {
    const node = random.pick(all(document, Kind.FIELD));
    node.name = name(random.chance(0.3) ? `${node.name.value}x` : someName(schema, document, random));
  },
  (schema, document, random) => {
    const node = random.pick(all(document, Kind.NAME));
    node.value = random.chance(0.3) ? `${node.value}s` : someName(schema, document, random);
  },
  // Rarely met by chance: the same fragment, variable, argument, directive or input field twice, a fragment inside itself, a root that waits,
  // a type that is not there, an operation once more.
  (_, document, random) => twice(document, random, 'definitions', Kind.FRAGMENT_DEFINITION),
  (_, document, random) => twice(document, random, 'variableDefinitions', Kind.VARIABLE_DEFINITION),
  (_, document, random) => twice(document, random, 'arguments', Kind.ARGUMENT),
  (_, document, random) => twice(document, random, 'directives', Kind.DIRECTIVE),
  (_, document, random) => twice(document, random, 'fields', Kind.OBJECT_FIELD),
  (_, document, random) => twice(document, random, 'definitions', Kind.OPERATION_DEFINITION),
  (_, document, random) => {
    const types = all(document, Kind.NAMED_TYPE);
    if (types.length) random.pick(types).name = name(random.pick(['Nope', 'nope', 'Inte']));
  },
  (_, document, random) => {
    const operation = random.pick(all(document, Kind.OPERATION_DEFINITION));
    if (operation?.operation === 'query' && random.chance(0.5)) operation.operation = 'mutation';
    if (operation && operation.operation !== 'query') {
      const node = random.pick(operation.selectionSet.selections);
      node.directives = [...(node.directives ?? []), directive(node.kind === Kind.FIELD ? '@stream' : '@defer')];
    }
  },
  (_, document, random) => {
    const fragments = all(document, Kind.FRAGMENT_DEFINITION);
    const fragment = fragments.length ? random.pick(fragments) : undefined;
    fragment?.selectionSet.selections.push(field(`...${fragment.name.value}`));
  },
  (_, document, random) => change(document, random, (list) => list.push(structuredClone(random.pick(list)))),
  (_, document, random) => change(document, random, (list) => list.splice(random.below(list.length), 1)),
  (_, document, random) => {
    const holders = all(document, Kind.ARGUMENT, Kind.OBJECT_FIELD);
    if (holders.length) random.pick(holders).value = parseValue(random.pick(values), { noLocation: true });
  },
  (_, document, random) => {
    const holders = all(document, Kind.ARGUMENT, Kind.OBJECT_FIELD, Kind.VARIABLE_DEFINITION);
    const variables = all(document, Kind.VARIABLE);
    if (holders.length && variables.length) {
      const holder = random.pick(holders);
      if (holder.kind === Kind.VARIABLE_DEFINITION) holder.defaultValue = parseValue(random.pick(values.filter((v) => v[0] !== '$')), { noLocation: true });
      else holder.value = structuredClone(random.pick(variables));
    }
  },
  (schema, document, random) => {
    const holders = all(document, Kind.VARIABLE_DEFINITION);
    if (holders.length) random.pick(holders).type = parseType(random.pick(['{}', '{}!', '[{}]', '[{}!]!']).replace('{}', someType(schema, random)), { noLocation: true });
  },
  (_, document, random) => {
    const holders = all(document, Kind.VARIABLE_DEFINITION).filter((v) => v.type.kind === Kind.NON_NULL_TYPE);
    if (holders.length) {
      const holder = random.pick(holders);
      holder.type = holder.type.type;
    }
  },
  (schema, document, random) => {
    const holders = all(document, Kind.INLINE_FRAGMENT, Kind.FRAGMENT_DEFINITION);
    if (holders.length) random.pick(holders).typeCondition = { kind: Kind.NAMED_TYPE, name: name(someType(schema, random)) };
  },
  (_, document, random) => {
    const node = random.pick(all(document, Kind.FIELD));
    node.selectionSet = node.selectionSet ? undefined : { kind: Kind.SELECTION_SET, selections: [field(random.pick(['nope', '__typename']))] };
  },
  (_, document, random) => {
    const node = random.pick(all(document, Kind.FIELD, Kind.OPERATION_DEFINITION, Kind.FRAGMENT_DEFINITION, Kind.INLINE_FRAGMENT, Kind.FRAGMENT_SPREAD, Kind.VARIABLE_DEFINITION));
    const text = random.pick(['@nope', '@deprecated', '@include', '@skip(if: 1)', '@include(if: true) @include(if: false)', '@skip(if: $nope)', '@oneOf',
      '@skip(if: true, unless: 1)', '@include(of: true)', '@defer', '@defer(label: "a")', '@stream(initialCount: 1)', '@stream(label: "a")', '@skip(if: null)']);
    node.directives = [...(node.directives ?? []), ...field(`x ${text}`).directives];
  },
  (_, document, random) => {
    const nodes = all(document, Kind.FRAGMENT_SPREAD, Kind.INLINE_FRAGMENT, Kind.FIELD);
    const labels = ['@defer(label: "a")', '@defer(label: "a", if: true)', '@defer', '@defer(label: $x)', '@stream(initialCount: 0)', '@stream(label: "a", initialCount: -1)'];
    for (let i = 0; i < 2; i++) {
      const node = random.pick(nodes);
      const chosen = random.pick(labels.filter((l) => (node.kind === Kind.FIELD ? l.startsWith('@stream') : l.startsWith('@defer'))));
      node.directives = [...(node.directives ?? []), directive(chosen)];
    }
  },
  (_, document, random) => {
    const node = random.pick(all(document, Kind.OPERATION_DEFINITION));
    if (node) node.operation = random.pick(['query', 'mutation', 'subscription']);
  },
  (_, document, random) => {
    const sets = all(document, Kind.SELECTION_SET).filter((s) => s.selections.filter((x) => x.kind === Kind.FIELD).length > 1);
    if (sets.length) {
      const fields = random.pick(sets).selections.filter((x) => x.kind === Kind.FIELD);
      random.pick(fields).alias = name((random.pick(fields).alias ?? random.pick(fields).name).value);
    }
  },
  (_, document, random) => {
    const fields = all(document, Kind.FIELD);
    random.pick(fields).alias = name((random.pick(fields).alias ?? random.pick(fields).name).value);
  },
  (_, document, random) => {
    const fragments = all(document, Kind.FRAGMENT_DEFINITION);
    const spread = random.chance(0.15) || !fragments.length ? 'Nope' : random.pick(fragments).name.value;
    random.pick(all(document, Kind.SELECTION_SET)).selections.push(field(`...${spread}`));
  },
  (_, document, random) => {
    const sdl = random.pick(['type Extra { a: Int }', 'extend type Query { b: Int }', 'directive @extra on FIELD', 'schema { query: Query }', 'enum E { A }']);
    document.definitions.splice(random.below(document.definitions.length + 1), 0, parse(sdl, { noLocation: true }).definitions[0]);
  },
  (_, document, random) => {
    const text = random.pick(['{ __typename }', 'query Op0 { __typename }', 'fragment F1 on Query { __typename }', 'query Other { nope }', 'subscription { __typename }']);
    document.definitions.push(parse(text, { noLocation: true }).definitions[0]);
  },
  (_, document, random) => {
    const operation = random.pick(all(document, Kind.OPERATION_DEFINITION).filter((o) => o.operation === 'query'));
    if (operation) {
      operation.selectionSet.selections.push(field(random.pick([
        '__schema { types { fields { type { fields { type { fields { name } } } } } } }', '__schema { queryType { name } }', '__type(name: "Query") { kind name }', '__type { name }',
        '__schema { types { interfaces { possibleTypes { interfaces { possibleTypes { name } } } } } }', '__schema { types { inputFields { type { inputFields { type { inputFields { name } } } } } } }',
      ])));
    }
  },
  (_, document, random) => {
    const operation = random.pick(all(document, Kind.OPERATION_DEFINITION));
    if (operation) {
      operation.operation = 'subscription';
      operation.selectionSet.selections.push(field(random.pick(['__typename', 'x: __typename', 'ticks @skip(if: true)', '... @include(if: true) { ticks }', 'ticks', 'nope'])));
    }
  },
];

function twice(document, random, key, kind) {
  const lists = [];
  visit(document, { enter: (node) => void (node[key]?.some((item) => item.kind === kind) ? lists.push(node[key]) : 0) });
  const list = lists.length ? random.pick(lists) : undefined;
  list?.push(structuredClone(random.pick(list.filter((item) => item.kind === kind))));
}

function change(document, random, edit) {
  const lists = [];
  visit(document, {
    enter: (node) => {
      for (const key of ['arguments', 'directives', 'definitions', 'selections', 'variableDefinitions', 'fields', 'values']) {
        const least = key === 'selections' || key === 'definitions' ? 2 : 1;
        if (Array.isArray(node[key]) && node[key].length >= least) lists.push(node[key]);
      }
    },
  });
  const list = lists.length ? random.pick(lists) : undefined;
  if (list) edit(list);
}
