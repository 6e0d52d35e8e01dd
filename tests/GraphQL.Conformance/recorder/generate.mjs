// Makes valid documents, with variables, against a schema. What is wrong with them comes afterwards, from faults.mjs.
import {
  getNamedType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType, isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

const strings = ['"a"', '""', '"é😀"', '"q\\"\\\\\\u00e9\\n"', '"""block\n  text"""', '"0"', '"null"'];
const ints = ['0', '-1', '7', '2147483647', '-2147483648', '42'];
const floats = ['0.5', '-1.25e2', '3', '1e3', '-0.0', '1.0'];

export class DocumentMaker {
  constructor(schema, random) {
    this.schema = schema;
    this.random = random;
    this.count = 0;
    this.fragments = [];
  }

  make() {
    const roots = [['query', this.schema.getQueryType()], ['query', this.schema.getQueryType()], ['query', this.schema.getQueryType()],
      ['mutation', this.schema.getMutationType()], ['subscription', this.schema.getSubscriptionType()]].filter(([, type]) => type);
    const operations = [];
    const number = this.random.chance(0.1) ? 2 : 1;
    const variables = {};
    for (let i = 0; i < number; i++) {
      const [kind, root] = this.random.pick(roots);
      this.variables = [];
      this.values = variables;
      this.usable = [];
      const body = kind === 'subscription' ? `{ ${this.field(root, this.random.pick(Object.values(root.getFields())), 1)} }` : this.selections(root, 0);
      const declared = this.variables.length ? `(${this.variables.join(', ')})` : '';
      const name = number > 1 || this.random.chance(0.7) || declared || kind !== 'query' ? ` Op${i}` : '';
      operations.push(`${kind}${name}${declared}${this.random.chance(0.05) ? ' @skipNot' : ''} ${body}`.replace(' @skipNot', ''));
    }
    const text = [...operations, ...this.fragments].join('\n');
    return { text, variables, operationName: number > 1 ? 'Op0' : undefined };
  }

  selections(type, depth, isNarrowed = false) {
    const parts = [];
    const fields = type.getFields ? Object.values(type.getFields()) : [];
    const number = 1 + this.random.below(depth > 3 ? 2 : 4);
    for (let i = 0; i < number; i++) {
      const leaves = fields.filter((f) => !isCompositeType(getNamedType(f.type)));
      const choice = this.random.next();
      if (fields.length === 0 || choice < 0.08) parts.push(isNarrowed ? `t${++this.count}: __typename` : '__typename');
      else if (choice < 0.22 && depth < 5) parts.push(this.fragment(type, depth));
      else parts.push(this.field(type, this.random.pick(depth > 4 && leaves.length ? leaves : fields), depth, isNarrowed));
    }
    if (isAbstractType(type) && this.random.chance(0.7)) parts.push(this.fragment(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  fragment(type, depth) {
    const possible = this.schema.getPossibleTypes(type.getFields || isAbstractType(type) ? type : type);
    const objects = isAbstractType(type) ? possible : [type];
    const candidates = [type, ...objects];
    for (const object of objects) candidates.push(...(object.getInterfaces?.() ?? []));
    const on = this.random.pick(candidates);
    if (depth > 5) return `t${++this.count}: __typename`;
    const body = this.selections(on, depth + 1, true);
    const directive = this.condition();
    if (this.random.chance(0.35)) {
      const name = `F${++this.count}`;
      this.fragments.push(`fragment ${name} on ${on.name} ${body}`);
      return `...${name}${directive}`;
    }
    return on === type && this.random.chance(0.4) ? `...${directive} ${body}` : `... on ${on.name}${directive} ${body}`;
  }

  field(parent, field, depth, isNarrowed = false) {
    const args = field.args.filter((a) => isRequiredArgument(a) || this.random.chance(0.5)).map((a) => `${a.name}: ${this.value(a.type, 0, a.defaultValue !== undefined || a.default !== undefined)}`);
    const type = getNamedType(field.type);
    const alias = args.length || isNarrowed || isCompositeType(type) || this.random.chance(0.1) ? `a${++this.count}: ` : '';
    const below = !isCompositeType(type) ? '' : depth > 6 ? ' { __typename }' : ` ${this.selections(type, depth + 1)}`;
    const condition = depth === 0 || depth > 1 ? this.condition() : '';
    return `${alias}${field.name}${args.length ? `(${args.join(', ')})` : ''}${condition}${below}`;
  }

  condition() {
    if (!this.random.chance(0.08)) return '';
    const name = this.random.pick(['skip', 'include']);
    return ` @${name}(if: ${this.random.chance(0.5) ? this.random.pick(['true', 'false']) : this.variable('Boolean!', this.random.chance(0.5))})`;
  }

  variable(type, value) {
    const name = `v${++this.count}`;
    this.variables.push(`$${name}: ${type}`);
    if (value !== undefined) this.values[name] = value;
    return `$${name}`;
  }

  value(type, depth, hasDefault = false) {
    // Fragments may be used where an operation does not declare the variable, so only the operation's own values are variables.
    if (depth === 0 && this.random.chance(0.3)) {
      if (!isNonNullType(type) && this.random.chance(0.2)) return this.variable(`${type}`, undefined);
      if (isNonNullType(type) && this.random.chance(0.2)) return this.defaulted(type.ofType);
      return this.variable(`${type}`, this.json(type, 0));
    }
    if (isNonNullType(type)) return this.literal(type.ofType, depth);
    return this.random.chance(0.1) && !hasDefault ? 'null' : this.literal(type, depth);
  }

  defaulted(type) {
    const name = `v${++this.count}`;
    this.variables.push(`$${name}: ${type} = ${this.constant(type)}`);
    if (this.random.chance(0.3)) this.values[name] = this.json(type, 1) ?? undefined;
    return `$${name}`;
  }

  constant(type) {
    return this.literal(type, 1);
  }

  literal(type, depth) {
    if (isNonNullType(type)) return this.literal(type.ofType, depth);
    if (isListType(type)) {
      if (this.random.chance(0.15)) return this.literal(type.ofType, depth + 1);
      return `[${Array.from({ length: this.random.below(4) }, () => this.nullable(type.ofType, depth + 1)).join(', ')}]`;
    }
    if (isEnumType(type)) return this.random.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields());
      const chosen = type.isOneOf ? [this.random.pick(fields)] : fields.filter((f) => isRequiredInputField(f) || (depth < 3 && this.random.chance(0.5)));
      return `{ ${chosen.map((f) => `${f.name}: ${type.isOneOf ? this.literal(f.type, depth + 1) : this.nullable(f.type, depth + 1)}`).join(', ')} }`;
    }
    switch (type.name) {
      case 'Int': return this.random.pick(ints);
      case 'Float': return this.random.pick([...floats, ...ints]);
      case 'Boolean': return this.random.pick(['true', 'false']);
      case 'ID': return this.random.pick([...strings, ...ints]);
      case 'String': return this.random.pick(strings);
      default: return this.random.pick(['1', '"x"', 'true', '{ a: [1, B, null] }', '2.5']);
    }
  }

  nullable(type, depth) {
    return !isNonNullType(type) && this.random.chance(0.12) ? 'null' : this.literal(type, depth);
  }

  json(type, depth) {
    if (isNonNullType(type)) return this.json(type.ofType, depth + 10);
    if (depth < 10 && this.random.chance(0.1)) return null;
    depth %= 10;
    if (isListType(type)) {
      if (this.random.chance(0.15)) return this.json(type.ofType, depth + 11);
      return Array.from({ length: this.random.below(4) }, () => this.json(type.ofType, depth + 1));
    }
    if (isEnumType(type)) return this.random.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields());
      const chosen = type.isOneOf ? [this.random.pick(fields)] : fields.filter((f) => isRequiredInputField(f) || (depth < 3 && this.random.chance(0.5)));
      return Object.fromEntries(chosen.map((f) => [f.name, this.json(f.type, type.isOneOf ? depth + 11 : depth + 1)]));
    }
    switch (type.name) {
      case 'Int': return this.random.pick([0, -1, 7, 2147483647, -2147483648]);
      case 'Float': return this.random.pick([0.5, -125, 1e21, 3, 1e-7]);
      case 'Boolean': return this.random.chance(0.5);
      case 'ID': return this.random.pick(['a', 7, '']);
      case 'String': return this.random.pick(['a', '', 'é😀', 'q"\\']);
      default: return this.random.pick([1, 'x', true, { b: 1, a: [null, 2.5] }]);
    }
  }
}
