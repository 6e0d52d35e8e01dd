// Makes valid documents, with variables, against a schema. What is wrong with them comes afterwards, from faults.mjs.
import { getNamedType, isAbstractType, isCompositeType, isListType, isNullableType, isRequiredArgument, isSpecifiedDirective } from 'graphql';
import { ValueMaker } from './values.mjs';

const introspection = [
  '__type(name: NAME) { kind name description isOneOf specifiedByURL }',
  '__type(name: NAME) { fields(includeDeprecated: true) { name isDeprecated deprecationReason type { kind name ofType { kind name } } '
    + 'args { name defaultValue } } }',
  '__type(name: NAME) { interfaces { name } possibleTypes { name } enumValues(includeDeprecated: false) { name description } }',
  '__type(name: NAME) { inputFields(includeDeprecated: true) { name defaultValue isDeprecated type { name kind } } }',
  '__schema { queryType { name } mutationType { name kind } subscriptionType { name } description }',
];

export class DocumentMaker {
  constructor(schema, random) {
    this.schema = schema;
    this.random = random;
    this.values = new ValueMaker(random);
    this.count = 0;
    this.fragments = [];
    this.ownDirectives = schema.getDirectives().filter((d) => !isSpecifiedDirective(d));
  }

  make() {
    const { schema, random } = this;
    const roots = [...Array(6).fill(['query', schema.getQueryType()]), ...Array(2).fill(['mutation', schema.getMutationType()]),
      ['subscription', schema.getSubscriptionType()]].filter(([, type]) => type);
    const operations = [];
    const number = random.chance(0.1) ? 2 : 1;
    const variables = {};
    for (let i = 0; i < number; i++) {
      const [kind, root] = random.pick(roots);
      [this.kind, this.root, this.reusable] = [kind, root, []];
      this.values.begin(variables);
      const body = kind === 'subscription' ? `{ ${this.field(root, random.pick(Object.values(root.getFields())), 1)} }` : this.selections(root, 0);
      const directives = this.directives(kind.toUpperCase());
      const declared = this.values.variables.length ? `(${this.values.variables.map((v) => this.description() + v).join(', ')})` : '';
      const isNamed = number > 1 || random.chance(0.7) || declared || directives || kind !== 'query';
      operations.push(isNamed ? `${this.description()}${kind} Op${i}${declared}${directives} ${body}` : body);
    }
    return { text: [...operations, ...this.fragments].join('\n'), variables, operationName: number > 1 ? 'Op0' : undefined };
  }

  description() {
    return this.random.chance(0.03) ? this.random.pick(['"said" ', '"""\n  said\n""" ']) : '';
  }

  selections(type, depth, isNarrowed = false) {
    const parts = [];
    const fields = type.getFields ? Object.values(type.getFields()) : [];
    const leaves = fields.filter((f) => !isCompositeType(getNamedType(f.type)));
    const number = 1 + this.random.below(depth > 3 ? 2 : 4);
    for (let i = 0; i < number; i++) {
      const choice = this.random.next();
      if (fields.length === 0 || choice < 0.08) parts.push(isNarrowed ? `t${++this.count}: __typename` : '__typename');
      else if (choice < 0.22 && depth < 5) parts.push(this.fragment(type, depth));
      else if (choice < 0.25 && type === this.schema.getQueryType()) parts.push(this.introspection());
      else parts.push(this.field(type, this.random.pick(depth > 4 && leaves.length ? leaves : fields), depth, isNarrowed));
    }
    if (isAbstractType(type) && this.random.chance(0.7)) parts.push(this.fragment(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  introspection() {
    const name = this.random.pick([...Object.keys(this.schema.getTypeMap()).filter((t) => !t.startsWith('__')), 'Nope']);
    const field = this.random.pick(introspection);
    return `a${++this.count}: ${field.replace('NAME', () => (this.random.chance(0.3) ? this.values.variable('String!', name) : `"${name}"`))}`;
  }

  fragment(type, depth) {
    const again = this.reusable.filter((f) => f.parent === type);
    if (again.length && this.random.chance(0.2)) return `...${this.random.pick(again).name}${this.directives('FRAGMENT_SPREAD', type)}`;
    const objects = isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
    const on = this.random.pick([type, ...objects, ...objects.flatMap((object) => object.getInterfaces?.() ?? [])]);
    if (depth > 5) return `t${++this.count}: __typename`;
    const body = this.selections(on, depth + 1, true);
    if (this.random.chance(0.35)) {
      const name = `F${++this.count}`;
      this.fragments.push(`${this.description()}fragment ${name} on ${on.name}${this.directives('FRAGMENT_DEFINITION')} ${body}`);
      this.reusable.push({ name, parent: type });
      return `...${name}${this.directives('FRAGMENT_SPREAD', type)}`;
    }
    const directives = this.directives('INLINE_FRAGMENT', type);
    return on === type && this.random.chance(0.4) ? `...${directives} ${body}` : `... on ${on.name}${directives} ${body}`;
  }

  field(parent, field, depth, isNarrowed = false) {
    const args = this.arguments(field.args);
    const type = getNamedType(field.type);
    const alias = args || isNarrowed || isCompositeType(type) || this.random.chance(0.1) ? `a${++this.count}: ` : '';
    const directives = this.directives('FIELD', parent, field);
    const below = () => (!isCompositeType(type) ? '' : depth > 6 ? ' { __typename }' : ` ${this.selections(type, depth + 1, isNarrowed)}`);
    const one = () => `${alias}${field.name}${args}${directives}${below()}`;
    return !directives && depth > 0 && this.random.chance(0.03) ? `${one()} ${one()}` : one();
  }

  arguments(definitions) {
    const given = definitions.filter((a) => isRequiredArgument(a) || this.random.chance(0.5))
      .map((a) => `${a.name}: ${this.values.argument(a.type, a.defaultValue !== undefined || a.default !== undefined)}`);
    return given.length ? `(${given.join(', ')})` : '';
  }

  /** parent, field: where a selection stands; nothing for operations and fragments. */
  directives(location, parent, field) {
    const isSubscribed = this.kind === 'subscription' && parent === this.root;
    const chosen = !parent || isSubscribed ? [] : [this.condition('skip'), this.condition('include')];
    for (const directive of this.ownDirectives.filter((d) => d.locations.includes(location))) {
      if (directive.name === 'defer' || directive.name === 'stream') chosen.push(this.incremental(directive.name, parent, field));
      else for (let left = directive.isRepeatable ? 2 : 1; left > 0 && this.random.chance(0.12); left--) {
        chosen.push(` @${directive.name}${this.arguments(directive.args)}`);
      }
    }
    return chosen.join('');
  }

  condition(name) {
    if (!this.random.chance(0.05)) return '';
    return ` @${name}(if: ${this.random.chance(0.5) ? this.random.pick(['true', 'false']) : this.values.variable('Boolean!', this.random.chance(0.5))})`;
  }

  // Never at the root of a mutation or subscription, in a subscription only switched off, @stream on lists only.
  incremental(name, parent, field) {
    if (!this.random.chance(0.15) || (this.kind !== 'query' && parent === this.root)) return '';
    if (name === 'stream' && !isListType(isNullableType(field.type) ? field.type : field.type.ofType)) return '';
    const args = [this.random.chance(0.3) ? `label: "l${++this.count}"` : '',
      name === 'stream' && this.random.chance(0.5) ? `initialCount: ${this.random.below(3)}` : '',
      this.kind === 'subscription' ? 'if: false' : this.random.chance(0.3) ? `if: ${this.random.pick(['true', 'false'])}` : ''].filter((a) => a);
    return ` @${name}${args.length ? `(${args.join(', ')})` : ''}`;
  }
}
