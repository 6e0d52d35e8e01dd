// Makes values that fit an input type: literals for documents, JSON for variables. Variables are declared where they are used.
import { isEnumType, isInputObjectType, isListType, isNonNullType, isRequiredInputField } from 'graphql';

const strings = ['"a"', '""', '"é😀"', '"q\\"\\\\\\u00e9\\n"', '"""block\n  text"""', '"0"', '"null"', '"\\u{1F600} \\uD83D\\uDE00"', '"\\b\\f\\r\\t\\/"',
  '"""\n    deep\n\n      deeper \\"""\n  """', '"""   """', '"$x # no comment"', '"אב\u202e"'];
const ints = ['0', '-1', '7', '2147483647', '-2147483648', '42'];
const floats = ['0.5', '-1.25e2', '3', '1e3', '-0.0', '1.0', '1.7976931348623157e308', '5e-324', '1E+2',
  '123456789012345680000', '0.1e-6', '9007199254740993'];

export class ValueMaker {
  constructor(random) {
    this.random = random;
    this.count = 0;
    this.begin({});
  }

  /** A new operation: its variables are its own, their values the request's. */
  begin(values) {
    this.variables = [];
    this.values = values;
  }

  variable(type, value) {
    const name = `v${++this.count}`;
    this.variables.push(`$${name}: ${type}`);
    if (value !== undefined) this.values[name] = value;
    return `$${name}`;
  }

  argument(type, hasDefault) {
    if (this.random.chance(0.3)) {
      if (!isNonNullType(type) && this.random.chance(0.2)) return this.variable(`${type}`, undefined);
      if (isNonNullType(type) && this.random.chance(0.2)) return this.defaulted(type.ofType);
      return this.variable(`${type}`, this.json(type, 0));
    }
    if (isNonNullType(type)) return this.literal(type.ofType, 0);
    return this.random.chance(0.1) && !hasDefault ? 'null' : this.literal(type, 0);
  }

  defaulted(type) {
    const name = `v${++this.count}`;
    this.variables.push(`$${name}: ${type} = ${this.literal(type, 1, true)}`);
    if (this.random.chance(0.3)) this.values[name] = this.json(type, 10);
    return `$${name}`;
  }

  /** isConstant: no variable may stand in it. */
  literal(type, depth, isConstant = false) {
    if (isNonNullType(type)) return this.literal(type.ofType, depth, isConstant);
    if (isListType(type)) {
      if (this.random.chance(0.15)) return this.literal(type.ofType, depth + 1, isConstant);
      return `[${Array.from({ length: this.random.below(depth > 2 ? 2 : 4) }, () => this.inner(type.ofType, depth + 1, isConstant)).join(', ')}]`;
    }
    if (isEnumType(type)) return this.random.pick(type.getValues()).name;
    if (isInputObjectType(type)) return `{ ${this.fieldsOf(type, depth).map((f) => `${f.name}: ${this.field(type, f, depth + 1, isConstant)}`).join(', ')} }`;
    switch (type.name) {
      case 'Int': return this.random.pick(ints);
      case 'Float': return this.random.pick([...floats, ...ints]);
      case 'Boolean': return this.random.pick(['true', 'false']);
      case 'ID': return this.random.pick([...strings, ...ints]);
      case 'String': return this.random.pick(strings);
      default: return !isConstant && this.random.chance(0.1)
        ? this.random.pick(['{ a: [1, $v] }', '[$v]', '{ b: $v }']).replace('$v', () => this.variable('String', this.random.pick(['x', null])))
        : this.random.pick(['1', '"x"', 'true', '{ a: [1, B, null] }', '2.5', '[]', '{}', '[[1], { c: "é" }]']);
    }
  }

  // A field of a oneOf takes a variable only if that cannot be null.
  field(type, field, depth, isConstant) {
    if (!type.isOneOf) return this.inner(field.type, depth, isConstant);
    const isVariable = !isConstant && this.random.chance(0.15);
    return isVariable ? this.variable(`${field.type}!`, this.json(field.type, depth + 10)) : this.literal(field.type, depth, isConstant);
  }

  inner(type, depth, isConstant) {
    if (!isConstant && this.random.chance(0.06)) return this.variable(`${type}`, this.json(type, depth));
    return !isNonNullType(type) && this.random.chance(0.12) ? 'null' : this.literal(type, depth, isConstant);
  }

  fieldsOf(type, depth) {
    const fields = Object.values(type.getFields());
    return type.isOneOf ? [this.random.pick(fields)] : fields.filter((f) => isRequiredInputField(f) || (depth < 3 && this.random.chance(0.5)));
  }

  /** From depth 10 on the value is not null. */
  json(type, depth) {
    if (isNonNullType(type)) return this.json(type.ofType, depth % 10 + 10);
    if (depth < 10 && this.random.chance(0.1)) return null;
    depth %= 10;
    if (isListType(type)) {
      if (this.random.chance(0.15)) return this.json(type.ofType, depth + 11);
      return Array.from({ length: this.random.below(depth > 2 ? 2 : 4) }, () => this.json(type.ofType, depth + 1));
    }
    if (isEnumType(type)) return this.random.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const below = type.isOneOf ? depth + 11 : depth + 1;
      return Object.fromEntries(this.fieldsOf(type, depth).map((f) => [f.name, this.json(f.type, below)]));
    }
    switch (type.name) {
      case 'Int': return this.random.pick([0, -1, 7, 2147483647, -2147483648]);
      case 'Float': return this.random.pick([0.5, -125, 1e21, 3, 1e-7, 1.7976931348623157e308, 5e-324, 123456789012345680000, 0.1]);
      case 'Boolean': return this.random.chance(0.5);
      case 'ID': return this.random.pick(['a', 7, '', '007', 'é', -1, 2147483648]);
      case 'String': return this.random.pick(['a', '', 'é😀', 'q"\\', 'line\nend\u2028', '\u0000']);
      default: return this.random.pick([1, 'x', true, { b: 1, a: [null, 2.5] }, [], {}, [[{ c: 'é' }]]]);
    }
  }
}
