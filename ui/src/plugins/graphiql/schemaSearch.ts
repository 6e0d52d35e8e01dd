import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** A type, or a field, argument-less input field or value of it. */
export interface Place {
  type: string;
  member?: string | undefined;
}

/** Types of the schema by name, those of introspection left out. */
export const typesOf = (schema: GraphQLSchema): GraphQLNamedType[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__'))
    .sort((a, b) => a.name.localeCompare(b.name));

/** What kind of type it is, in a word. */
export function kindOf(type: GraphQLNamedType): string {
  if (isObjectType(type)) return 'type';
  if (isInterfaceType(type)) return 'interface';
  if (isUnionType(type)) return 'union';
  if (isEnumType(type)) return 'enum';
  return isInputObjectType(type) ? 'input' : 'scalar';
}

/** Types and their members whose name holds the text: equal names first, then beginnings, then the rest; at most `limit`. */
export function searchSchema(schema: GraphQLSchema, text: string, limit = 60): Place[] {
  const sought = text.trim().toLowerCase();
  const [ofType, ofMember] = sought.includes('.') ? sought.split('.', 2) : [undefined, sought];
  const hits = typesOf(schema).flatMap((type) => {
    const inType = ofType === undefined || type.name.toLowerCase() === ofType;
    const members = inType ? membersOf(type).map((member): Place => ({ type: type.name, member })) : [];
    return ofType === undefined ? [{ type: type.name } as Place, ...members] : members;
  });
  return hits
    .map((place) => ({ place, rank: rankOf((place.member ?? place.type).toLowerCase(), ofMember ?? '') }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank || Number(a.place.member !== undefined) - Number(b.place.member !== undefined))
    .slice(0, limit)
    .map(({ place }) => place);
}

function membersOf(type: GraphQLNamedType): string[] {
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) return Object.keys(type.getFields());
  return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
}

function rankOf(name: string, sought: string): number {
  if (name === sought) return 0;
  if (name.startsWith(sought)) return 1;
  return name.includes(sought) ? 2 : -1;
}
