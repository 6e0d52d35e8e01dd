// node shrink.mjs, with one recorded line as its first line of input: writes ever smaller documents with their answers, and is told after each
// whether the two sides still differ (1) or not (0). Ends when nothing smaller differs.
import { createInterface } from 'node:readline';
import { Kind, parse, print, visit } from 'graphql';
import { answer, findSchema } from './answer.mjs';

const input = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
let smallest = JSON.parse((await input.next()).value);
const schema = findSchema(smallest.schema);

async function stillDiffers(made) {
  const candidate = { id: smallest.id, schema: smallest.schema, text: made.text, variables: made.variables, operationName: made.operationName };
  process.stdout.write(`${JSON.stringify({ ...candidate, ...(await answer(schema, candidate)) })}\n`);
  const isKept = (await input.next()).value === '1';
  if (isKept) smallest = candidate;
  return isKept;
}

const emptiable = ['arguments', 'directives', 'variableDefinitions', 'fields', 'values', 'interfaces'];

// Every way to take one thing away, the largest first. Each edits a copy of the document.
function removals(document) {
  const edits = [];
  visit(document, {
    enter: (node, _key, _parent, place) => {
      const path = [...place];
      for (const key of [...emptiable, 'definitions', 'selections']) {
        const list = node[key];
        if (!Array.isArray(list)) continue;
        if (list.length > (emptiable.includes(key) ? 0 : 1)) list.forEach((_, i) => edits.push((at) => at(path)[key].splice(i, 1)));
        // What is inside an inline fragment or a field may do without it.
        list.forEach((item, i) => {
          if (item.selectionSet && key === 'selections') edits.push((at) => at(path)[key].splice(i, 1, ...at(path)[key][i].selectionSet.selections));
        });
      }
      for (const key of ['alias', 'defaultValue', 'typeCondition', 'description'])
        if (node[key] && node.kind !== Kind.FRAGMENT_DEFINITION) edits.push((at) => void (at(path)[key] = undefined));
    },
  });
  return edits;
}

function used(document) {
  const names = new Set();
  visit(document, {
    Variable: (node, _key, parent) => void (parent.kind === Kind.VARIABLE_DEFINITION ? 0 : names.add(`$${node.name.value}`)),
    FragmentSpread: (node) => void names.add(node.name.value),
  });
  return names;
}

// What only the removed part used goes with it: unused, it would be another difference.
function dropUnused(document, before) {
  for (let size = -1, now = used(document); size !== now.size; size = now.size, now = used(document)) {
    const isLeft = (name) => now.has(name) || !before.has(name);
    document.definitions = document.definitions.filter((d) => d.kind !== Kind.FRAGMENT_DEFINITION || isLeft(d.name.value));
    for (const operation of document.definitions)
      operation.variableDefinitions = operation.variableDefinitions?.filter((v) => isLeft(`$${v.variable.name.value}`));
  }
}

function edited(document, edit) {
  const copy = structuredClone(document);
  edit((path) => path.reduce((node, key) => node[key], copy));
  dropUnused(copy, used(document));
  try {
    const text = print(copy);
    parse(text);
    return text;
  } catch {
    // Nothing is left where something must be.
    return smallest.text;
  }
}

// After a removal the next thing stands where the removed one stood, so a pass goes on from there; it ends with a pass that removes nothing.
async function shrinkTree() {
  for (let isShrinking = true; isShrinking;) {
    isShrinking = false;
    for (let i = 0; ;) {
      const document = parse(smallest.text, { noLocation: true });
      const edits = removals(document);
      if (i >= edits.length) break;
      const text = edited(document, edits[i]);
      if (text !== smallest.text && (await stillDiffers({ ...smallest, text }))) isShrinking = true;
      else i++;
    }
  }
}

// For what does not parse: ever shorter pieces of the text.
async function shrinkText() {
  for (let size = smallest.text.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < smallest.text.length;) {
      const text = smallest.text.slice(0, at) + smallest.text.slice(at + size);
      if (!text.isWellFormed()) {
        at += size;
        continue;
      }
      if (!(await stillDiffers({ ...smallest, text }))) at += size;
    }
  }
}

async function shrinkVariables() {
  for (const name of Object.keys(smallest.variables)) {
    const { [name]: _, ...variables } = smallest.variables;
    await stillDiffers({ ...smallest, variables });
  }
}

const printed = () => {
  try {
    return print(parse(smallest.text, { noLocation: true }));
  } catch {
    return undefined;
  }
};
const text = printed();
// A difference in places may hang on how the document is written.
if (text !== undefined && (text === smallest.text || (await stillDiffers({ ...smallest, text })))) await shrinkTree();
else await shrinkText();
await shrinkVariables();
if (smallest.operationName !== undefined) await stillDiffers({ ...smallest, operationName: undefined });
process.exit(0);
