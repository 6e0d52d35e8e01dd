// The page that sends free documents: examples, an answer, the schema beside them. No other host is asked for anything.
const examples = [
  ['Who owned it that night', 'query ($ref: EntityRef!, $at: Instant) {\n  entity(ref: $ref, at: $at) {\n    ref\n    ownerRef\n    relations { nodes { type targetRef } }\n  }\n}', { ref: 'component:default/checkout', at: '2026-03-01T03:12:00Z' }],
  ['Who changed it, and why', 'query ($ref: EntityRef!) {\n  entity(ref: $ref) {\n    title\n    history(last: 5) {\n      nodes { position type effectiveAt cause { actor commit path line } }\n    }\n  }\n}', { ref: 'component:default/checkout' }],
  ['What a team owns, its sub-teams included', 'query ($owner: [EntityRef!]) {\n  entities(where: { owner: $owner, ownerDescendants: true }, first: 20) {\n    totalCount\n    nodes { ref lifecycle }\n  }\n}', { owner: ['group:default/commerce'] }],
  ['What changed since', 'query ($from: Instant!, $to: Instant!) {\n  diff(from: $from, to: $to, first: 20) {\n    totalCount\n    nodes { kind ref fields { path before after } }\n  }\n}', { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' }],
  ['How many of each kind', '{\n  facets(paths: ["kind", "spec.lifecycle"]) { path values { value count } }\n}', {}],
];
const at = (id) => document.getElementById(id);

async function ask(query, variables) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: await response.json() };
}

async function run() {
  at('status').textContent = 'asking …';
  const start = performance.now();
  try {
    const { status, body } = await ask(at('query').value, JSON.parse(at('variables').value || '{}'));
    at('answer').value = JSON.stringify(body, null, 2);
    at('status').textContent = `${status}, ${Math.round(performance.now() - start)} ms`;
  } catch (fault) {
    at('answer').value = '';
    at('status').textContent = String(fault);
  }
}

function choose(index) {
  const [, query, variables] = examples[index];
  at('query').value = query;
  at('variables').value = JSON.stringify(variables, null, 2);
}

const written = (type) => (type.kind === 'NON_NULL' ? `${written(type.ofType)}!` : type.kind === 'LIST' ? `[${written(type.ofType)}]` : type.name);
const withArguments = (field) => (field.args?.length ? `(${field.args.map((each) => `${each.name}: ${written(each.type)}`).join(', ')})` : '');

async function readSchema() {
  const type = 'kind name ofType { kind name ofType { kind name ofType { kind name } } }';
  const { body } = await ask(
    `{ __schema { types { name kind fields { name args { name type { ${type} } } type { ${type} } } inputFields { name type { ${type} } } enumValues { name } } } }`,
  );
  return (body.data?.__schema.types ?? [])
    .filter((each) => !each.name.startsWith('__'))
    .map(({ name, kind, fields, inputFields, enumValues }) => ({
      title: `${kind.toLowerCase().replace('_', ' ')} ${name}`,
      lines: [
        ...(fields ?? inputFields ?? []).map((field) => `${field.name}${withArguments(field)}: ${written(field.type)}`),
        ...(enumValues ?? []).map((each) => each.name),
      ],
    }));
}

function show(types, sought) {
  const has = (text) => text.toLowerCase().includes(sought.toLowerCase());
  at('schema').replaceChildren(
    ...types.flatMap(({ title, lines }) => {
      const shown = has(title) ? lines : lines.filter(has);
      if (shown.length === 0 && !has(title)) return [];
      const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
      return [element('h2', title), ...shown.map((line) => element('p', line))];
    }),
  );
}

at('examples').append(...examples.map(([title], index) => new Option(title, index)));
at('examples').addEventListener('change', (event) => choose(event.target.value));
at('run').addEventListener('click', run);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run();
});
choose(0);
const types = await readSchema();
at('find').addEventListener('input', (event) => show(types, event.target.value));
show(types, '');
