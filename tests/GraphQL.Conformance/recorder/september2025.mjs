// graphql-js 17.1.0 reads more than the specification of September 2025. This parser reads what the specification says, with the words of graphql-js.
import { Parser } from 'graphql/language/parser';

const laterLocations = ['DIRECTIVE_DEFINITION', 'FRAGMENT_VARIABLE_DEFINITION'];

class SpecificationParser extends Parser {
  parseDirectiveDefinition() {
    this.isDirectiveDefinition = true;
    try {
      return super.parseDirectiveDefinition();
    } finally {
      this.isDirectiveDefinition = false;
    }
  }

  parseInputValueDef() {
    const was = this.isDirectiveDefinition;
    this.isDirectiveDefinition = false;
    const node = super.parseInputValueDef();
    this.isDirectiveDefinition = was;
    return node;
  }

  parseConstDirectives() {
    return this.isDirectiveDefinition ? undefined : super.parseConstDirectives();
  }

  parseDirectiveExtension() {
    throw this.unexpected(this._lexer.lookahead());
  }

  parseDirectiveLocation() {
    const start = this._lexer.token;
    const name = super.parseDirectiveLocation();
    if (laterLocations.includes(name.value)) throw this.unexpected(start);
    return name;
  }
}

export const parse = (text) => new SpecificationParser(text, { allowEmptySelectionSets: false }).parseDocument();

export const place = (error) => `${error.locations[0].line}:${error.locations[0].column}`;

// What a schema of graphql-js says of itself beyond the specification of September 2025: deprecated directives.
export function withoutLaterParts(introspection) {
  const without = (list, ...names) => list.filter((part) => !names.includes(part.name ?? part));
  const type = (name) => introspection.__schema.types.find((t) => t.name === name);
  type('__DirectiveLocation').enumValues = without(type('__DirectiveLocation').enumValues, ...laterLocations);
  type('__Directive').fields = without(type('__Directive').fields, 'isDeprecated', 'deprecationReason');
  type('__Schema').fields.find((f) => f.name === 'directives').args = [];
  for (const directive of introspection.__schema.directives) directive.locations = without(directive.locations, ...laterLocations);
  return introspection;
}
