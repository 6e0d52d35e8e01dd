// The rules by which both sides invent what a field answers. MockSchema.cs holds the same rules; change both or neither.
import { isAbstractType, isEnumType, isLeafType, isListType, isNonNullType } from 'graphql';

export function hash(text) {
  let h = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) h = Math.imul(h ^ byte, 0x01000193) >>> 0;
  return h;
}

export function canonical(value) {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object')
    return `{${Object.keys(value).filter((key) => value[key] !== undefined).sort().map((key) => `${key}:${canonical(value[key])}`).join(',')}}`;
  if (typeof value === 'string') return `"${value}"`;
  return Object.is(value, -0) ? '0' : String(value);
}

function pathText(path) {
  const parts = [];
  for (let p = path; p; p = p.prev) parts.unshift(p.key);
  return parts.join('.');
}

function place(args, info) {
  return `${info.parentType.name}.${info.fieldName}|${canonical(args)}|${pathText(info.path)}`;
}

function throwIfFailing(text, info) {
  if (hash(text) % 31 === 30) throw new Error(`boom ${info.parentType.name}.${info.fieldName}`);
}

export function fieldResolver(source, args, _context, info) {
  const text = place(args, info);
  // At the root of a subscription the value is the event itself.
  if (source && 'event' in source) return inventAt(info, `${text}|${source.event}`);
  throwIfFailing(text, info);
  return inventAt(info, text);
}

/** A stream that fails to open, or brings up to two events. */
export function subscribeFieldResolver(_source, args, _context, info) {
  const text = place(args, info);
  throwIfFailing(text, info);
  return (async function* () {
    for (let event = 0; event < (hash(text) >>> 8) % 3; event++) yield { event };
  })();
}

const inventAt = (info, text) => invent(info.schema, info.returnType, text, hash(text));

function invent(schema, type, text, h) {
  if (h % 13 === 12) return null;
  if (isNonNullType(type)) return invent(schema, type.ofType, text, h);
  if (isListType(type)) {
    if (h % 29 === 28) return 7;
    return Array.from({ length: (h >>> 8) % 4 }, (_, i) => {
      const item = `${text}.${i}`;
      return invent(schema, type.ofType, item, hash(item));
    });
  }
  if (isLeafType(type)) return leaf(type, h);
  if (!isAbstractType(type)) return { __typename: type.name };
  if (h % 37 === 36) return { __typename: schema.getQueryType().name };
  const names = schema.getPossibleTypes(type).map((t) => t.name).sort();
  return { __typename: names[(h >>> 4) % names.length] };
}

function leaf(type, h) {
  const wrong = h % 7 === 6;
  const n = (h >>> 5) % 1000;
  switch (type.name) {
    case 'Int':
      return wrong ? (n % 2 === 0 ? 'abc' : 1.5) : n - 500;
    case 'Float':
      return wrong ? 'x' : (n - 500) / 8;
    case 'Boolean':
      return wrong ? 'yes' : n % 2 === 0;
    case 'ID':
      return wrong ? n : `id${n}`;
    case 'String':
      return wrong ? n : `s${n} é😀"\\`;
  }
  if (isEnumType(type)) {
    const names = type.getValues().map((v) => v.name).sort();
    return wrong ? 'WRONG' : names[n % names.length];
  }
  return { any: [n, `t${n}`, null] };
}

export function typeResolver(value) {
  return value.__typename;
}
