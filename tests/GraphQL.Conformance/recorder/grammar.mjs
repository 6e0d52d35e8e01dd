// Documents drawn from the grammar itself, every production of it, with any layout between the tokens. They need not be valid.
const names = ['a', 'b2', '_c', 'on', 'query', 'type', 'fragment', 'Name', 'input', 'repeatable', 'implements', 'aVeryLongNameThatFillsTheLineQuickly'];
const strings = ['""', '"plain"', '"q\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\u00e9\\u{1F600}\\uD83D\\uDE00"', '"é😀\u2028"', '"\u007f\u009f\\u0000"', '"\u0007tab\there"'];
const pieces = ['', 'a', ' a', '  b', '\tc', '   ', '\\"""', '"q"', '\\', 'é😀', 'long enough to pass the limit of seventy characters on the one line it stands on', '\u0007'];
const locations = ['QUERY', 'FIELD', 'FRAGMENT_SPREAD', 'SCHEMA', 'OBJECT', 'ENUM_VALUE', 'INPUT_FIELD_DEFINITION', 'VARIABLE_DEFINITION'];

export class Grammar {
  constructor(random) {
    this.random = random;
  }

  // Tokens joined by ignored ones; names and numbers always apart.
  layout(tokens) {
    const gap = () => {
      switch (this.random.below(14)) {
        case 0: return '\n';
        case 1: return ' , ';
        case 2: return '\r\n\t';
        case 3: return ' # note\n';
        case 4: return '\ufeff ';
        case 5: return '\r';
        default: return ' ';
      }
    };
    return tokens.map((token) => token + gap()).join('');
  }

  document() {
    const tokens = [];
    for (let n = 1 + this.random.below(4); n > 0; n--) tokens.push(...this.definition());
    return this.layout(tokens);
  }

  definition() {
    return this.random.chance(0.5) ? this.executable() : this.typeSystem();
  }

  name() {
    return this.random.pick(names);
  }

  blockString() {
    const lines = Array.from({ length: 1 + this.random.below(4) }, () => this.random.pick(pieces));
    const text = lines.join(this.random.pick(['\n', '\r\n', '\r']));
    return `"""${text.endsWith('"') || text.endsWith('\\') ? `${text}\n` : text}"""`;
  }

  string() {
    return this.random.chance(0.6) ? this.random.pick(strings) : this.blockString();
  }

  maybe(chance, make) {
    return this.random.chance(chance) ? make() : [];
  }

  some(least, most, make) {
    return Array.from({ length: least + this.random.below(most - least + 1) }, make).flat();
  }

  description() {
    return this.maybe(0.25, () => [this.string()]);
  }

  executable() {
    const choice = this.random.next();
    if (choice < 0.2) return this.selectionSet(2);
    if (choice < 0.45) {
      const name = this.random.pick(names.filter((n) => n !== 'on'));
      return [...this.description(), 'fragment', name, 'on', this.name(), ...this.directives(false), ...this.selectionSet(2)];
    }
    const variables = this.maybe(0.5, () => ['(', ...this.some(1, 3, () => this.variable()), ')']);
    const keyword = this.random.pick(['query', 'mutation', 'subscription']);
    return [...this.description(), keyword, ...this.maybe(0.7, () => [this.name()]), ...variables, ...this.directives(false), ...this.selectionSet(3)];
  }

  variable() {
    return [...this.description(), '$', this.name(), ':', ...this.type(), ...this.maybe(0.3, () => ['=', ...this.value(2, true)]), ...this.directives(true)];
  }

  selectionSet(depth) {
    return ['{', ...this.some(1, 4, () => this.selection(depth)), '}'];
  }

  selection(depth) {
    const choice = this.random.next();
    if (choice < 0.12) return ['...', this.random.pick(names.filter((n) => n !== 'on')), ...this.directives(false)];
    if (choice < 0.24 && depth > 0) return ['...', ...this.maybe(0.6, () => ['on', this.name()]), ...this.directives(false), ...this.selectionSet(depth - 1)];
    const below = depth > 0 ? this.maybe(0.4, () => this.selectionSet(depth - 1)) : [];
    return [...this.maybe(0.3, () => [this.name(), ':']), this.name(), ...this.arguments(false), ...this.directives(false), ...below];
  }

  arguments(isConstant) {
    return this.maybe(0.35, () => ['(', ...this.some(1, 4, () => [this.name(), ':', ...this.value(2, isConstant)]), ')']);
  }

  directives(isConstant) {
    return this.maybe(0.25, () => this.some(1, 2, () => ['@', this.name(), ...this.arguments(isConstant)]));
  }

  type() {
    const inner = this.random.chance(0.3) ? ['[', ...this.type(), ']'] : [this.name()];
    return [...inner, ...this.maybe(0.4, () => ['!'])];
  }

  value(depth, isConstant) {
    switch (this.random.below(depth > 0 ? 10 : 7)) {
      case 0: return [this.random.pick(['0', '-0', '7', '-12', '123456789012345678901234567890'])];
      case 1: return [this.random.pick(['0.5', '-0.0', '1e10', '2.5E-3', '1.0e+1'])];
      case 2: return [this.random.pick(['true', 'false', 'null'])];
      case 3: return isConstant ? [this.string()] : ['$', this.name()];
      case 4: return [this.name()];
      case 5:
      case 6: return [this.string()];
      case 7: return ['[', ...this.some(0, 4, () => this.value(depth - 1, isConstant)), ']'];
      default: return ['{', ...this.some(0, 3, () => [this.name(), ':', ...this.value(depth - 1, isConstant)]), '}'];
    }
  }

  typeSystem() {
    const kind = this.random.below(9);
    const isExtension = kind !== 8 && this.random.chance(0.3);
    const head = isExtension ? ['extend'] : this.description();
    // An extension must add something; one directive always does.
    const directives = isExtension ? ['@', this.name(), ...this.directives(true)] : this.directives(true);
    switch (kind) {
      case 0: return [...head, 'schema', ...directives, '{', ...this.some(1, 3, () => [this.random.pick(['query', 'mutation', 'subscription']), ':', this.name()]), '}'];
      case 1: return [...head, 'scalar', this.name(), ...directives];
      case 2:
      case 3: return [...head, kind === 2 ? 'type' : 'interface', this.name(), ...this.implements(), ...directives, ...this.fields()];
      case 4: return [...head, 'union', this.name(), ...directives, ...this.maybe(0.8, () => ['=', ...this.maybe(0.3, () => ['|']), this.name(), ...this.some(0, 3, () => ['|', this.name()])])];
      case 5: return [...head, 'enum', this.name(), ...directives, ...this.maybe(0.9, () => ['{', ...this.some(1, 4, () => [...this.description(), this.name(), ...this.directives(true)]), '}'])];
      case 6:
      case 7: return [...head, 'input', this.name(), ...directives, ...this.maybe(0.9, () => ['{', ...this.some(1, 4, () => this.input()), '}'])];
      default: return [...head, 'directive', '@', this.name(), ...this.inputs(), ...this.maybe(0.4, () => ['repeatable']), 'on', ...this.maybe(0.3, () => ['|']), this.random.pick(locations), ...this.some(0, 3, () => ['|', this.random.pick(locations)])];
    }
  }

  implements() {
    return this.maybe(0.4, () => ['implements', ...this.maybe(0.3, () => ['&']), this.name(), ...this.some(0, 2, () => ['&', this.name()])]);
  }

  fields() {
    return this.maybe(0.9, () => ['{', ...this.some(1, 4, () => [...this.description(), this.name(), ...this.inputs(), ':', ...this.type(), ...this.directives(true)]), '}']);
  }

  inputs() {
    return this.maybe(0.4, () => ['(', ...this.some(1, 3, () => this.input()), ')']);
  }

  input() {
    return [...this.description(), this.name(), ':', ...this.type(), ...this.maybe(0.3, () => ['=', ...this.value(2, true)]), ...this.directives(true)];
  }
}
